import ATProtoOAuth
import ATProtoSyntax
import BrokerAPI

/// `session.signOut`.
struct SignOutHandler: MethodHandler {
    typealias Method = BrokerAPI.SignOut

    let accounts: Accounts

    func handle(_ params: SignOut.Params, _ context: CallContext) async throws -> EmptyObject {
        try await explaining {
            let record = try accounts.find(params.account, uid: context.caller.uid, registration: params.registration)
            guard record.state != .needsLogin else {
                // It has ended already; what is left of it is its place in the list.
                try await accounts.forget(record)
                return EmptyObject()
            }
            let tenant = Tenant(uid: record.key.uid, registration: record.key.registration)
            try await accounts.client(tenant).revoke(DID(record.key.did))
            return EmptyObject()
        }
    }
}
