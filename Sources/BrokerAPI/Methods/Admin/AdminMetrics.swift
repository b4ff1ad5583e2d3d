/// `admin.metrics`: the daemon's figures.
public enum AdminMetrics: BrokerMethod {
    /// No parameters.
    public typealias Params = EmptyObject

    /// The figures.
    public struct Result: Codable, Sendable, Equatable {
        /// Prometheus text format.
        public var text: String

        /// Figures.
        public init(text: String) { self.text = text }
    }

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "admin.metrics",
        summary: "Answer the daemon's figures in the Prometheus text format.",
        params: .empty,
        result: .object(
            "the figures", .required("text", .string("Prometheus text format", length: 0...16_777_216))),
        errors: [],
        isRepeatable: true)
}
