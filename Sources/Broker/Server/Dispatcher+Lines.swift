import BrokerAPI

extension Dispatcher {
    /// The answer to one message; nil if it wants none.
    func answer(_ message: RPCClientMessage, _ context: CallContext) async -> RPCResponse? {
        switch message {
        case .request(let request): return await answer(request, context)
        case .invalid(let response): return response
        case .notification(let notification):
            await perform(notification, context)
            return nil
        }
    }

    /// The answers to a batch, in the order of its requests (JSON-RPC 2.0 section 6); nil if none wants one.
    func answer(_ batch: [RPCClientMessage], _ context: CallContext) async -> JSONValue? {
        let answers = await withTaskGroup(of: (Int, RPCResponse?).self) { group in
            for (index, message) in batch.enumerated() {
                group.addTask { (index, await answer(message, context)) }
            }
            var answers = [RPCResponse?](repeating: nil, count: batch.count)
            for await (index, answer) in group { answers[index] = answer }
            return answers.compactMap(\.self)
        }
        return answers.isEmpty ? nil : .array(answers.map(\.json))
    }
}
