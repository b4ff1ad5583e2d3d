import BrokerAPI

extension MethodHandler {
    /// Runs `body`, turning the library's errors into the API's.
    func explaining<Success>(_ body: () async throws -> Success) async throws -> Success {
        do {
            return try await body()
        } catch {
            let explained = RPCError(explaining: error)
            // What nobody foresaw is the server's to log, with its details.
            throw explained.type == .internalError ? error : explained
        }
    }
}
