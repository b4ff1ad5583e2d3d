public import BrokerAPI

extension BrokerClient {
    /// `broker.info`
    public func info() async throws -> GetBrokerInfo.Result { try await call(GetBrokerInfo.self, EmptyObject()) }

    /// `rpc.discover`: the API's OpenRPC document.
    public func discover() async throws -> JSONValue { try await call(DiscoverAPI.self, EmptyObject()) }

    /// `client.metadata`
    public func clientMetadata(registration: String? = nil) async throws -> JSONValue {
        try await call(GetClientMetadata.self, RegistrationParams(registration: registration))
    }

    /// `client.jwks`
    public func clientJWKS(registration: String? = nil) async throws -> JSONValue {
        try await call(GetClientJWKS.self, RegistrationParams(registration: registration))
    }

    /// `client.relayPage`
    public func relayPage(registration: String? = nil) async throws -> GetRelayPage.Result {
        try await call(GetRelayPage.self, RegistrationParams(registration: registration))
    }

    /// `client.fetchMetadata`
    public func fetchClientMetadata(clientId: String) async throws -> JSONValue {
        try await call(FetchClientMetadata.self, FetchClientMetadata.Params(clientId: clientId))
    }

    /// `identity.resolve`
    public func resolve(identifier: String, fresh: Bool? = nil) async throws -> ResolveIdentity.Result {
        try await call(ResolveIdentity.self, ResolveIdentity.Params(identifier: identifier, fresh: fresh))
    }
}
