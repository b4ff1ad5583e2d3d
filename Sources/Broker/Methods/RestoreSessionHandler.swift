import ATProtoOAuth
import BrokerAPI

/// `session.restore`.
struct RestoreSessionHandler: MethodHandler {
    typealias Method = BrokerAPI.RestoreSession

    let accounts: Accounts

    func handle(_ params: RestoreSession.Params, _ context: CallContext) async throws -> SessionSummary {
        try await explaining {
            let (session, record) = try accounts.session(params.account, uid: context.caller.uid, registration: params.registration)
            _ = try await session.getTokenInfo((params.refresh ?? .auto).mode)
            return (accounts.vault.record(record.key) ?? record).summary
        }
    }
}

extension BrokerAPI.RefreshMode {
    /// The library's word for it.
    var mode: ATProtoOAuth.RefreshMode {
        switch self {
        case .auto: .auto
        case .always: .always
        case .never: .never
        }
    }
}
