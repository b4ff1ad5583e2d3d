import ATProtoOAuth

/// The lock manager as one tenant sees it: another user's lock on the same account is another lock.
struct TenantLock: RequestLock {
    let tenant: Tenant
    let base: any RequestLock

    /// One daemon alone holds a state directory.
    var spansEveryProcess: Bool { true }

    func withLock<Result: Sendable>(_ name: String, _ body: @Sendable () async throws -> Result) async throws -> Result {
        try await base.withLock("\(tenant.uid) \(tenant.registration) \(name)", body)
    }
}
