import HTTPTypes

/// One path with what answers it.
struct Endpoint: Sendable {
    typealias Handler = @Sendable (Exchange) async throws -> Answer

    /// How errors are written and which headers every answer gets.
    enum Family: Sendable {
        case oauth, xrpc, page, plain, control
    }

    /// The name under which requests are counted and failures are ordered.
    let label: String
    let family: Family
    let handlers: [HTTPRequest.Method: Handler]

    init(_ label: String, _ family: Family, _ handlers: [HTTPRequest.Method: Handler]) {
        self.label = label
        self.family = family
        self.handlers = handlers
    }
}
