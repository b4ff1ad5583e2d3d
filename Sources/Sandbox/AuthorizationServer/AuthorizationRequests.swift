import FoundationEssentials
import HTTPTypes
import Synchronization

/// The authorization requests that are under way.
final class AuthorizationRequests: Sendable {
    private static let limit = 100_000

    private let requests = Mutex<[String: AuthorizationRequest]>([:])
    private let random: Randomness
    private let now: @Sendable () -> Date

    init(random: Randomness, now: @escaping @Sendable () -> Date) {
        self.random = random
        self.now = now
    }

    /// - Returns: The `request_uri`.
    func push(_ client: Client, _ binding: ClientBinding, _ parameters: AuthorizationParameters, key: String?) throws(OAuthError) -> String
    {
        let now = now()
        let uri = AuthorizationRequest.uriPrefix + random.identifier("req-")
        let request = AuthorizationRequest(
            uri: uri, client: client, binding: binding, parameters: parameters, keyThumbprint: key,
            expiresAt: now.addingTimeInterval(AuthorizationRequest.lifetime))
        let isStored = requests.withLock { requests in
            if requests.count >= Self.limit { requests = requests.filter { $0.value.expiresAt > now } }
            guard requests.count < Self.limit else { return false }
            requests[uri] = request
            return true
        }
        guard isStored else {
            throw OAuthError(code: OAuthError.Code.temporarilyUnavailable.rawValue, "Too many open requests", status: .serviceUnavailable)
        }
        return uri
    }

    /// Nil if there is no such request, or it is another client's.
    func find(_ uri: String, clientID: String) -> AuthorizationRequest? {
        requests.withLock { requests in
            guard let request = requests[uri], request.client.id == clientID else { return nil }
            return request
        }
    }

    /// Binds the request to the first browser that opens it.
    /// - Returns: The request as it is now; its device may be another one.
    func open(_ uri: String, on device: String) -> AuthorizationRequest? {
        requests.withLock { requests in
            if requests[uri]?.device == nil { requests[uri]?.device = device }
            return requests[uri]
        }
    }

    func signedIn(_ account: String?, for uri: String) {
        let expiry = now().addingTimeInterval(AuthorizationRequest.lifetime)
        requests.withLock { requests in
            requests[uri]?.account = account
            requests[uri]?.expiresAt = expiry
        }
    }

    /// Takes the request out; nil if somebody was faster, so that one consent gives one code.
    func finish(_ uri: String) -> AuthorizationRequest? {
        requests.withLock { $0.removeValue(forKey: uri) }
    }
}
