/// An answer.
public struct RPCResponse: Sendable, Equatable {
    /// The request's id.
    public let id: RPCID
    /// The result or the error.
    public let outcome: Result<JSONValue, RPCError>

    /// An answer.
    public init(id: RPCID, outcome: Result<JSONValue, RPCError>) {
        self.id = id
        self.outcome = outcome
    }

    /// The message as JSON.
    public var json: JSONValue {
        switch outcome {
        case .success(let result): ["jsonrpc": "2.0", "id": id.json, "result": result]
        case .failure(let error): ["jsonrpc": "2.0", "id": id.json, "error": Self.json(of: error)]
        }
    }

    private static func json(of error: RPCError) -> JSONValue {
        var members: [String: JSONValue] = ["code": .int(Int64(error.code)), "message": .string(error.message)]
        members["data"] = error.data
        return .object(members)
    }
}
