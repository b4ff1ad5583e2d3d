/// A finished sign-in.
public struct SignedIn: Codable, Sendable, Equatable {
    /// The account's DID.
    public var account: String
    /// The text given to `oauth.authorize`.
    public var state: String?

    /// An account that signed in.
    public init(account: String, state: String? = nil) {
        self.account = account
        self.state = state
    }

    static let schema = JSONSchema.object(
        "the account that signed in", .required("account", .did),
        .optional("state", .string("the text given to oauth.authorize", length: 0...4096)))
}
