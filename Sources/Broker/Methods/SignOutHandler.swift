import ATProtoOAuth
import ATProtoSyntax
import BrokerAPI

/// `session.signOut`.
struct SignOutHandler: MethodHandler {
    typealias Method = BrokerAPI.SignOut

    let accounts: Accounts

    func handle(_ params: SignOut.Params, _ context: CallContext) async throws -> SignOut.Result {
        try await explaining {
            let record = try accounts.find(params.account, uid: context.caller.uid, registration: params.registration)
            // It has ended already, and what is left of it is its place in the list; or nobody has the client's name any more.
            guard record.state != .needsLogin, accounts.registrations[record.key.registration] != nil else {
                try await accounts.forget(record)
                guard record.state != .needsLogin else { return SignOut.Result() }
                return SignOut.Result(
                    revoked: false, reason: Registrations.missing(record.key.registration),
                    accessTokenEndsAt: record.expiresAt.map(Timestamp.init))
            }
            let tenant = Tenant(uid: record.key.uid, registration: record.key.registration)
            switch try await accounts.client(tenant).revoke(DID(record.key.did)) {
            case .revoked, .nothingToRevoke: return SignOut.Result()
            case .localOnly(let reason, let end):
                return SignOut.Result(revoked: false, reason: String(reason.prefix(1024)), accessTokenEndsAt: end.map(Timestamp.init))
            }
        }
    }
}
