/// `admin.audit`: read and verify the audit trail.
public enum AdminAudit: BrokerMethod {
    /// Which part of the trail.
    public struct Params: Codable, Sendable, Equatable {
        /// Only lines after this one; nil for the newest lines.
        public var after: Int64?
        /// Only this user's.
        public var uid: UInt32?
        /// Only this account's, by DID or handle.
        public var account: String?
        /// At most so many lines; nil is 100.
        public var limit: Int?
        /// Whether to verify the whole chain; nil is false.
        public var verify: Bool?

        /// A part.
        public init(after: Int64? = nil, uid: UInt32? = nil, account: String? = nil, limit: Int? = nil, verify: Bool? = nil) {
            self.after = after
            self.uid = uid
            self.account = account
            self.limit = limit
            self.verify = verify
        }
    }

    /// Lines, and whether the chain holds.
    public struct Result: Codable, Sendable, Equatable {
        /// The lines, oldest first.
        public var entries: [AuditEntry]
        /// Whether the whole chain holds; nil if that was not asked.
        public var verified: Bool?
        /// The first line whose hash does not follow from the one before.
        public var brokenAt: Int64?

        /// Lines.
        public init(entries: [AuditEntry], verified: Bool? = nil, brokenAt: Int64? = nil) {
            self.entries = entries
            self.verified = verified
            self.brokenAt = brokenAt
        }
    }

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "admin.audit",
        summary: "Read the audit trail, and verify its hash chain.",
        params: .object(
            "a part of the trail",
            .optional("after", .integer("only lines after this one")),
            .optional("uid", .uid),
            .optional("account", .account),
            .optional("limit", .integer("at most so many lines", 1...1000)),
            .optional("verify", .boolean("whether to verify the whole chain"))),
        result: .object(
            "lines of the trail",
            .required("entries", .array("the lines, oldest first", of: AuditEntry.schema)),
            .optional("verified", .boolean("whether the whole chain holds")),
            .optional("brokenAt", .integer("the first line whose hash does not follow"))),
        errors: [],
        isRepeatable: true)
}
