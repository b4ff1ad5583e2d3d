/// The two headers of a signed request. They are bound to one request and one key, yet a description never shows them.
public struct SignedHeaders: Codable, Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible {
    /// The value of `Authorization`: `DPoP` and the access token.
    public var authorization: String
    /// The value of `DPoP`: the proof.
    public var dpop: String

    /// A pair.
    public init(authorization: String, dpop: String) {
        self.authorization = authorization
        self.dpop = dpop
    }

    /// Says that there is something, not what.
    public var description: String { "SignedHeaders(redacted)" }

    /// Says that there is something, not what.
    public var debugDescription: String { description }

    static let schema = JSONSchema.object(
        "the values of the two headers",
        .required("authorization", .string("DPoP and the access token", length: 1...65_536)),
        .required("dpop", .string("the DPoP proof", length: 1...16_384)))
}
