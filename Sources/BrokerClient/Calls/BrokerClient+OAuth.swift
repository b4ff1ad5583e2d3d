public import BrokerAPI

extension BrokerClient {
    /// `oauth.authorize`
    public func authorize(_ params: Authorize.Params) async throws -> Authorize.Result { try await call(Authorize.self, params) }

    /// `oauth.wait`; without a timeout it waits as long as the flow lives.
    public func wait(flow: String, timeoutMs: Int? = nil) async throws -> SignedIn {
        // The daemon ends the wait: this side only has to outlast it.
        let timeout = timeoutMs.map { Duration.milliseconds($0) + options.timeout } ?? .seconds(7200)
        return try await call(WaitForFlow.self, WaitForFlow.Params(flow: flow, timeoutMs: timeoutMs), timeout: timeout)
    }

    /// `oauth.callback`, by URL.
    public func callback(url: String) async throws -> SignedIn { try await call(HandleCallback.self, HandleCallback.Params(url: url)) }

    /// `oauth.callback`, by parameters.
    public func callback(params: [String: String]) async throws -> SignedIn {
        try await call(HandleCallback.self, HandleCallback.Params(params: params))
    }

    /// `oauth.cancel`
    public func cancel(flow: String) async throws { _ = try await call(CancelFlow.self, CancelFlow.Params(flow: flow)) }
}
