import ATProtoOAuth
import FoundationEssentials

/// Logins of one tenant while the browser is away, sealed like sessions, so that a restart does not lose them.
struct TenantStateStore: StateStore {
    /// Sign-in pages are good for minutes; an hour is what the specification allows at most.
    private static let lifetime: TimeInterval = 3600

    let tenant: Tenant
    let store: SealedStore
    let now: @Sendable () -> Date

    func set(_ key: String, _ state: AuthorizationState) async throws {
        // Logins that nobody came back from would stay for ever.
        try await store.purge(expiredAt: now())
        try await store.putLogin(
            LoginRecord(
                uid: tenant.uid, registration: tenant.registration, nonce: key, createdAt: state.createdAt,
                expiresAt: state.createdAt + Self.lifetime, payload: state.archive()))
    }

    func take(_ key: String) async throws -> AuthorizationState? {
        guard let record = try await store.takeLogin(uid: tenant.uid, registration: tenant.registration, nonce: key),
            record.expiresAt > now()
        else { return nil }
        return try AuthorizationState(archive: record.payload)
    }
}
