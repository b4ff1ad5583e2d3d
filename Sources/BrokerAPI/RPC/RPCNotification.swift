/// A message that wants no answer: a call without an id, or an event.
public struct RPCNotification: Sendable, Equatable {
    /// The method's or event's name.
    public let method: String
    /// The parameters; an empty object if there were none.
    public let params: JSONValue

    /// A notification.
    public init(method: String, params: JSONValue = [:]) {
        self.method = method
        self.params = params
    }

    /// The message as JSON.
    public var json: JSONValue { ["jsonrpc": "2.0", "method": .string(method), "params": params] }
}
