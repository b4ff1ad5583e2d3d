public import BrokerAPI

extension BrokerClient {
    /// `admin.sessions`
    public func adminSessions(uid: UInt32? = nil) async throws -> [AdminSessions.Entry] {
        try await call(AdminSessions.self, AdminSessions.Params(uid: uid))
    }

    /// `admin.revoke`
    public func adminRevoke(uid: UInt32, account: String, registration: String? = nil) async throws -> AdminRevoke.Result {
        try await call(AdminRevoke.self, AdminRevoke.Params(uid: uid, account: account, registration: registration))
    }

    /// `admin.locks`
    public func adminLocks() async throws -> [AdminLocks.Entry] { try await call(AdminLocks.self, EmptyObject()) }

    /// `admin.audit`
    public func adminAudit(_ params: AdminAudit.Params = AdminAudit.Params()) async throws -> AdminAudit.Result {
        try await call(AdminAudit.self, params)
    }

    /// `admin.health`
    public func adminHealth() async throws -> AdminHealth.Result { try await call(AdminHealth.self, EmptyObject()) }

    /// `admin.metrics`
    public func adminMetrics() async throws -> AdminMetrics.Result { try await call(AdminMetrics.self, EmptyObject()) }

    /// `admin.reload`
    public func adminReload() async throws -> AdminReload.Result { try await call(AdminReload.self, EmptyObject()) }

    /// `admin.rotateKeys`
    public func adminRotateKeys(kind: AdminRotateKeys.Kind? = nil, registration: String? = nil) async throws -> AdminRotateKeys.Result {
        try await call(AdminRotateKeys.self, AdminRotateKeys.Params(kind: kind, registration: registration))
    }
}
