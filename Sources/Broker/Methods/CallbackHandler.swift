import ATProtoOAuth
import BrokerAPI

/// `oauth.callback`: the browser's return by a custom scheme or a pasted URL.
struct CallbackHandler: MethodHandler {
    typealias Method = BrokerAPI.HandleCallback

    let desk: LoginDesk

    func handle(_ params: HandleCallback.Params, _ context: CallContext) async throws -> SignedIn {
        let response = try Self.parameters(params)
        return try await explaining { try await desk.complete(response, uid: context.caller.uid) }
    }

    private static func parameters(_ params: HandleCallback.Params) throws -> FormParameters {
        switch (params.url, params.params) {
        case (let url?, nil):
            // By response mode the parameters stand in the query or in the fragment.
            let parts = url.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            let query = parts[0].split(separator: "?", maxSplits: 1).dropFirst().first.map { FormParameters(encoded: $0) }
            let fragment = parts.count > 1 ? FormParameters(encoded: parts[1]) : nil
            return [query, fragment].compactMap(\.self).first { $0["state"] != nil } ?? query ?? FormParameters()
        case (nil, let params?):
            return FormParameters(params.map { ($0.key, $0.value) })
        default:
            throw RPCError.invalidParams([
                SchemaViolation(field: "params", rule: "holds either url or params", remedy: "give exactly one of the two")
            ])
        }
    }
}
