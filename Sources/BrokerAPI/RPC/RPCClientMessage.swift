/// A message as it reaches the server.
public enum RPCClientMessage: Sendable, Equatable {
    /// A call to answer.
    case request(RPCRequest)
    /// A call to make without answering.
    case notification(RPCNotification)
    /// Not a request: send this instead.
    case invalid(RPCResponse)

    init(_ value: JSONValue) {
        let id = value["id"].map { RPCID($0) }
        guard let members = value.objectValue else { self = Self.refuse(nil, "a request must be an object"); return }
        guard members["jsonrpc"] == "2.0" else { self = Self.refuse(id ?? nil, "jsonrpc must be \"2.0\""); return }
        guard let method = members["method"]?.stringValue else { self = Self.refuse(id ?? nil, "method must be a string"); return }
        let params = members["params"] ?? [:]
        guard params.objectValue != nil || params.arrayValue != nil else {
            self = Self.refuse(id ?? nil, "params must be an object")
            return
        }
        switch id {
        case .some(.some(let id)): self = .request(RPCRequest(id: id, method: method, params: params))
        case .some(nil): self = Self.refuse(nil, "id must be a string, a number or null")
        case nil: self = .notification(RPCNotification(method: method, params: params))
        }
    }

    private static func refuse(_ id: RPCID?, _ reason: String) -> RPCClientMessage {
        .invalid(RPCResponse(id: id ?? .null, outcome: .failure(RPCError(.invalidRequest, reason))))
    }
}
