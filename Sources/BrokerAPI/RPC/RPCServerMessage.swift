/// A message as it reaches the client.
public enum RPCServerMessage: Sendable, Equatable {
    /// An answer.
    case response(RPCResponse)
    /// An event.
    case notification(RPCNotification)

    /// Reads a line: one message, or the answers of a batch.
    ///
    /// - Throws: `JSONParseError` if the line is not JSON or not JSON-RPC.
    public static func parse(_ line: some Collection<UInt8>, limits: JSONLimits = .response) throws(JSONParseError) -> [RPCServerMessage] {
        let value = try JSONValue(parsing: line, limits: limits)
        var messages: [RPCServerMessage] = []
        for element in value.arrayValue ?? [value] {
            guard let message = RPCServerMessage(element) else {
                throw JSONParseError(offset: 0, reason: "the message is neither an answer nor a notification")
            }
            messages.append(message)
        }
        return messages
    }

    private init?(_ value: JSONValue) {
        if let method = value["method"]?.stringValue, value["id"] == nil {
            self = .notification(RPCNotification(method: method, params: value["params"] ?? [:]))
        } else if let id = value["id"].flatMap(RPCID.init), let outcome = Self.outcome(of: value) {
            self = .response(RPCResponse(id: id, outcome: outcome))
        } else {
            return nil
        }
    }

    private static func outcome(of value: JSONValue) -> Result<JSONValue, RPCError>? {
        if let error = value["error"] {
            guard let code = error["code"]?.intValue, let message = error["message"]?.stringValue else { return nil }
            return .failure(RPCError(code: Int(code), message: message, data: error["data"]))
        }
        return value["result"].map { .success($0) }
    }
}
