import Synchronization

/// Finds the client behind a `client_id`.
final class ClientDirectory: Sendable {
    private let registered = Mutex<[String: JSON]>([:])

    /// Makes a metadata document known as if it were hosted at its `client_id`; a second one for the same id replaces the first.
    func register(_ document: JSON) throws(ClientRejection) {
        guard let id = document["client_id"]?.string else { throw ClientRejection("client_id", "is missing") }
        _ = try ClientMetadata.client(document, clientID: id)
        registered.withLock { $0[id] = document }
    }

    func client(_ id: String) async throws(ClientRejection) -> Client {
        if LoopbackClient.matches(id) { return try LoopbackClient.make(id) }
        if let document = registered.withLock({ $0[id] }) { return try ClientMetadata.client(document, clientID: id) }
        return try ClientMetadata.client(await DocumentFetcher.document(id), clientID: id)
    }

    /// The `keys` member of the client's key set.
    func keys(_ source: Client.KeySource) async throws(ClientRejection) -> [JSON] {
        switch source {
        case .inline(let jwks): jwks["keys"]?.array ?? []
        case .url(let url): try await DocumentFetcher.document(url)["keys"]?.array ?? []
        }
    }
}
