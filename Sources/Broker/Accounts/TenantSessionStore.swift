import ATProtoOAuth
import ATProtoSyntax

/// The vault as one tenant's OAuth client sees it.
struct TenantSessionStore: SessionStore {
    let tenant: Tenant
    let vault: SessionVault

    func session(of sub: DID) async throws -> Session? { try await vault.session(key(sub)) }
    func set(_ session: Session) async throws { try await vault.set(session, key(session.sub)) }
    func delete(_ sub: DID, cause: any Error) async throws { try await vault.end(key(sub), cause: cause) }

    private func key(_ sub: DID) -> SessionKey { SessionKey(uid: tenant.uid, registration: tenant.registration, did: sub.description) }
}
