import AsyncHTTPClient

extension HTTPClient {
    /// Runs `body` with a client of its own and closes the connections, whether it returns or throws.
    ///
    /// Redirects are not followed: whoever asks must look at where they lead. A refused connection is an answer, not a reason to wait.
    static func scoped<Value: Sendable>(_ body: (HTTPClient) async throws -> Value) async throws -> Value {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let value = try await body(client)
            try? await client.shutdown()
            return value
        } catch {
            try? await client.shutdown()
            throw error
        }
    }
}
