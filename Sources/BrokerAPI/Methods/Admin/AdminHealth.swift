/// `admin.health`: whether the daemon can do its work, found out by doing a little of it.
public enum AdminHealth: BrokerMethod {
    /// No parameters.
    public typealias Params = EmptyObject

    /// Something that must be so.
    public struct Check: Codable, Sendable, Equatable {
        /// What was checked: `store`, `keys`, `socket`, `upkeep`, `clock`, `audit`.
        public var name: String
        /// What is wrong; nil if nothing is.
        public var fault: String?

        /// A check.
        public init(name: String, fault: String? = nil) {
            self.name = name
            self.fault = fault
        }
    }

    /// The checks, and what follows from them.
    public struct Result: Codable, Sendable, Equatable {
        /// Whether nothing is wrong.
        public var ready: Bool
        /// What was checked.
        public var checks: [Check]

        /// The daemon is ready if every check is without fault.
        public init(checks: [Check]) {
            ready = checks.allSatisfy { $0.fault == nil }
            self.checks = checks
        }
    }

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "admin.health",
        summary: "Check whether the daemon can do its work: keep sessions, open them, answer, look after them.",
        params: .empty,
        result: .object(
            "how the daemon is",
            .required("ready", .boolean("whether nothing is wrong")),
            .required(
                "checks",
                .array(
                    "what was checked",
                    of: .object(
                        "a check", .required("name", .string("what was checked", length: 1...64)),
                        .optional("fault", .string("what is wrong, if anything is", length: 0...4096)))))),
        errors: [],
        isRepeatable: true)
}
