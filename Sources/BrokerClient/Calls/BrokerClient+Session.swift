public import BrokerAPI

extension BrokerClient {
    /// `session.list`
    public func sessions() async throws -> [SessionSummary] { try await call(ListSessions.self, EmptyObject()) }

    /// `session.restore`
    public func restore(
        account: String, refresh: RefreshMode? = nil, registration: String? = nil
    ) async throws -> SessionSummary {
        try await call(RestoreSession.self, RestoreSession.Params(account: account, refresh: refresh, registration: registration))
    }

    /// `session.tokenInfo`
    public func tokenInfo(
        account: String, refresh: RefreshMode? = nil, registration: String? = nil
    ) async throws -> GetTokenInfo.Result {
        try await call(GetTokenInfo.self, GetTokenInfo.Params(account: account, refresh: refresh, registration: registration))
    }

    /// `session.signRequest`
    public func signRequest(
        account: String, method: String, url: String, rejected: RejectedSignature? = nil, registration: String? = nil
    ) async throws -> SignRequest.Result {
        try await call(
            SignRequest.self,
            SignRequest.Params(account: account, method: method, url: url, rejected: rejected, registration: registration))
    }

    /// `session.fetch`
    public func fetch(_ params: FetchResource.Params) async throws -> FetchResource.Result { try await call(FetchResource.self, params) }

    /// `session.signOut`
    @discardableResult
    public func signOut(account: String, registration: String? = nil) async throws -> SignOut.Result {
        try await call(SignOut.self, SignOut.Params(account: account, registration: registration))
    }
}
