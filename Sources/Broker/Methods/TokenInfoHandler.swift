import ATProtoOAuth
import ATProtoSyntax
import BrokerAPI

/// `session.tokenInfo`.
struct TokenInfoHandler: MethodHandler {
    typealias Method = BrokerAPI.GetTokenInfo

    let accounts: Accounts

    func handle(_ params: GetTokenInfo.Params, _ context: CallContext) async throws -> GetTokenInfo.Result {
        try await explaining {
            let (session, _) = try accounts.session(params.account, uid: context.caller.uid, registration: params.registration)
            let info = try await session.getTokenInfo((params.refresh ?? .auto).mode)
            return GetTokenInfo.Result(
                expiresAt: info.expiresAt.map(Timestamp.init), expired: info.expired, scope: info.scope, iss: info.iss.description,
                aud: info.aud.origin, sub: info.sub.description)
        }
    }
}
