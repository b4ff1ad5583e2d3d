/// `admin.reload`: read the configuration again; a bad one changes nothing.
public enum AdminReload: BrokerMethod {
    /// No parameters.
    public typealias Params = EmptyObject

    /// What was done.
    public struct Result: Codable, Sendable, Equatable {
        /// Whether the new configuration is in force.
        public var reloaded: Bool
        /// What was wrong with it, with lines, or what takes a restart.
        public var messages: [String]

        /// An outcome.
        public init(reloaded: Bool, messages: [String] = []) {
            self.reloaded = reloaded
            self.messages = messages
        }
    }

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "admin.reload",
        summary: "Read the configuration again; a bad one changes nothing and is described.",
        params: .empty,
        result: .object(
            "what was done",
            .required("reloaded", .boolean("whether the new configuration is in force")),
            .required("messages", .array("what was wrong or takes a restart", of: .string("a message", length: 0...4096)))),
        errors: [],
        isRepeatable: true)
}
