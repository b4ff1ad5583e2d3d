import ATProtoOAuth
import ATProtoSyntax
import BrokerAPI

/// `admin.revoke`: what `session.signOut` does, for somebody else's session.
struct AdminRevokeHandler: MethodHandler {
    typealias Method = BrokerAPI.AdminRevoke

    let accounts: Accounts

    func handle(_ params: AdminRevoke.Params, _ context: CallContext) async throws -> AdminRevoke.Result {
        try await explaining {
            let records = sessions(params)
            guard !records.isEmpty else { throw RPCError(.noSession, "uid \(params.uid) has no session of \(params.account)") }
            for record in records { try await revoke(record) }
            return AdminRevoke.Result(revoked: records.count)
        }
    }

    private func sessions(_ params: AdminRevoke.Params) -> [SessionRecord] {
        let name = params.account.hasPrefix("@") ? String(params.account.dropFirst()) : params.account
        return accounts.vault.records(of: params.uid).filter { record in
            (record.key.did == name || record.handle == name.lowercased())
                && params.registration ?? record.key.registration == record.key.registration
        }
    }

    private func revoke(_ record: SessionRecord) async throws {
        let tenant = Tenant(uid: record.key.uid, registration: record.key.registration)
        // Without its registration a session cannot be revoked at its server any more; it can be forgotten all the same.
        guard record.state != .needsLogin, accounts.registrations[tenant.registration] != nil else {
            return try await accounts.forget(record)
        }
        try await accounts.client(tenant).revoke(DID(record.key.did))
    }
}
