/// A call that wants an answer.
public struct RPCRequest: Sendable, Equatable {
    /// What the answer will carry.
    public let id: RPCID
    /// The method's name.
    public let method: String
    /// The parameters; an empty object if the request had none.
    public let params: JSONValue

    /// A request.
    public init(id: RPCID, method: String, params: JSONValue = [:]) {
        self.id = id
        self.method = method
        self.params = params
    }

    /// The message as JSON.
    public var json: JSONValue { ["jsonrpc": "2.0", "id": id.json, "method": .string(method), "params": params] }
}
