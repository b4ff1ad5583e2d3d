import BrokerAPI

extension RPCError {
    /// The answer for whoever asks for a session that has ended.
    init(needsLogin record: SessionRecord) {
        let cause = record.cause.map { SessionEndCause(text: $0) }
        var details: [String: JSONValue] = ["did": .string(record.key.did)]
        if let cause { details["cause"] = ["type": .string(cause.type.rawValue), "message": .string(cause.message)] }
        let name = record.handle ?? record.key.did
        self.init(.needsLogin, "the session of \(name) has ended: sign in again with: atoauthctl login \(name)", details: details)
    }
}
