/// `admin.revoke`: end a session of any user.
public enum AdminRevoke: BrokerMethod {
    /// Which session.
    public struct Params: Codable, Sendable, Equatable {
        /// The owner.
        public var uid: UInt32
        /// A DID or a handle.
        public var account: String
        /// The OAuth client; nil for the account's sessions under all of them.
        public var registration: String?

        /// A session to revoke.
        public init(uid: UInt32, account: String, registration: String? = nil) {
            self.uid = uid
            self.account = account
            self.registration = registration
        }
    }

    /// What was done.
    public struct Result: Codable, Sendable, Equatable {
        /// How many sessions were revoked.
        public var revoked: Int

        /// A count.
        public init(revoked: Int) { self.revoked = revoked }
    }

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "admin.revoke",
        summary: "Revoke a user's session at its server and forget it.",
        params: .object(
            "a session to revoke", .required("uid", .uid), .required("account", .account), .optional("registration", .registration)),
        result: .object("what was done", .required("revoked", .integer("how many sessions were revoked"))),
        errors: [.noSession, .locked],
        isRepeatable: false)
}
