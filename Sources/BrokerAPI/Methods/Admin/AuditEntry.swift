/// One line of the audit trail: who did what with which account, and whether it was allowed. No secrets.
public struct AuditEntry: Codable, Sendable, Equatable {
    /// The line's number; it grows by one.
    public var sequence: Int64
    /// When.
    public var time: Timestamp
    /// The caller, as the kernel described it.
    public var peer: Peer
    /// The API method, or `gateway.request` for a request over HTTP.
    public var method: String
    /// The account's DID, or what the caller called it if there was no session.
    public var account: String?
    /// Whose session it was, if an administrator did something about another user's.
    public var owner: UInt32?
    /// The HTTP method that was signed for or fetched with.
    public var httpMethod: String?
    /// The origin that was signed for or fetched from.
    public var origin: String?
    /// The lexicon method that was signed for or fetched.
    public var nsid: String?
    /// `allowed` or `denied`.
    public var decision: String
    /// Why, if denied.
    public var reason: String?
    /// The type of the error that was answered.
    public var error: String?
    /// How many equal calls the line stands for; nil is one. Under load those of one moment share a line.
    public var count: Int?
    /// The chain's hash up to and with this line, in hexadecimal.
    public var hash: String

    /// A line.
    public init(
        sequence: Int64, time: Timestamp, peer: Peer, method: String, account: String? = nil, origin: String? = nil, nsid: String? = nil,
        decision: String, reason: String? = nil, hash: String
    ) {
        self.sequence = sequence
        self.time = time
        self.peer = peer
        self.method = method
        self.account = account
        self.origin = origin
        self.nsid = nsid
        self.decision = decision
        self.reason = reason
        self.hash = hash
    }

    static let schema = JSONSchema.object(
        "a line of the audit trail",
        .required("sequence", .integer("the line's number")),
        .required("time", .timestamp("when")),
        .required("peer", Peer.schema),
        .required("method", .string("the API method, or gateway.request")),
        .optional("account", .string("the account's DID, or what the caller called it", length: 0...2048)),
        .optional("owner", .integer("the user whose session an administrator did something about", 0...4_294_967_295)),
        .optional("httpMethod", .string("the HTTP method that was signed for or fetched with", length: 1...32)),
        .optional("origin", .string("the origin that was signed for or fetched from")),
        .optional("nsid", .string("the lexicon method that was signed for or fetched")),
        .required("decision", .choice("whether it was allowed", ["allowed", "denied"])),
        .optional("reason", .string("why, if denied", length: 0...4096)),
        .optional("error", .string("the type of the error that was answered")),
        .optional("count", .integer("how many equal calls the line stands for")),
        .required("hash", .string("the chain's hash, in hexadecimal", length: 64...64)))
}
