import BrokerAPI

/// The methods the daemon answers, by name.
struct MethodTable: Sendable {
    private struct Row: Sendable {
        let definition: MethodDefinition
        let call: @Sendable (JSONValue, CallContext) async throws -> JSONValue
    }

    private let rows: [String: Row]

    /// A table of `handlers`; two for one method are a programming error, and trap.
    init(_ handlers: [any MethodHandler]) {
        rows = Dictionary(uniqueKeysWithValues: handlers.map { Self.row($0) })
    }

    /// What is answered, for a document of the API.
    var definitions: [MethodDefinition] { rows.values.map(\.definition).sorted { $0.name < $1.name } }

    /// Checks the parameters of a call and makes it.
    /// - Throws: `RPCError` for an unknown method or parameters that break its schema, or what the handler throws.
    func call(_ method: String, _ params: JSONValue, _ context: CallContext) async throws -> JSONValue {
        guard let row = rows[method] else { throw unknown(method) }
        guard params.objectValue != nil else {
            throw RPCError.invalidParams([
                SchemaViolation(field: "params", rule: "must be an object", remedy: "name the parameters: {\"account\": …}")
            ])
        }
        let violations = row.definition.params.validate(params)
        guard violations.isEmpty else { throw RPCError.invalidParams(violations) }
        return try await row.call(params, context)
    }

    private static func row<Handler: MethodHandler>(_ handler: Handler) -> (String, Row) {
        let row = Row(definition: Handler.Method.definition) { params, context in
            let params = try params.decode(Handler.Method.Params.self)
            return try await JSONValue(encoding: handler.handle(params, context))
        }
        return (Handler.Method.name, row)
    }

    private func unknown(_ method: String) -> RPCError {
        // A name that differs in case or namespace only is what most mistakes are.
        let short = method.split(separator: ".").last.map { $0.lowercased() } ?? ""
        let near = rows.keys.filter { $0.lowercased() == method.lowercased() || $0.lowercased().hasSuffix("." + short) }.sorted()
        let remedy = near.isEmpty ? "rpc.discover lists the methods" : "did you mean \(near.joined(separator: " or "))?"
        return RPCError(.methodNotFound, "there is no method \(method.prefix(128)); \(remedy)")
    }
}
