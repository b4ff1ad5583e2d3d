/// Where one part of an identity came from.
public struct IdentitySource: Codable, Sendable, Equatable {
    /// The ways to learn something about an identity.
    public enum Method: String, Codable, Sendable, CaseIterable {
        /// The caller gave it.
        case input
        /// A TXT record of `_atproto.HANDLE`.
        case dns
        /// `/.well-known/atproto-did` at the handle.
        case wellKnown = "well_known"
        /// A configured resolver service.
        case xrpc
        /// The DID document.
        case didDocument = "did_document"
        /// Protected resource metadata (RFC 9728).
        case resourceMetadata = "resource_metadata"
        /// Authorization server metadata (RFC 8414).
        case serverMetadata = "server_metadata"
    }

    /// The way.
    public var method: Method
    /// The name or URL that was asked.
    public var location: String?
    /// Whether the answer came from a cache.
    public var cached: Bool

    /// A source.
    public init(method: Method, location: String? = nil, cached: Bool = false) {
        self.method = method
        self.location = location
        self.cached = cached
    }

    static let schema = JSONSchema.object(
        "where it came from",
        .required("method", .choice("the way it was found", Method.self)),
        .optional("location", .string("the name or URL that was asked")),
        .required("cached", .boolean("whether it came from a cache")))
}
