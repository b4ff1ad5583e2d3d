import BrokerAPI
public import HTTPTypes

/// Signed requests for one account over an HTTP stack of the app's own.
///
/// Each request is signed by the daemon. If the server wants its nonce or no longer takes the token, the daemon is told and the
/// request is sent again, once for each reason; nonces are learned from every response.
public struct AccountSession: Sendable {
    /// The account: a DID or a handle.
    public let account: String
    /// The OAuth client that the session belongs to; nil for whichever has one that works, the default first.
    public let registration: String?
    private let client: BrokerClient

    /// A session of an account that is signed in.
    public init(account: String, registration: String? = nil, client: BrokerClient = .default) {
        self.account = account
        self.registration = registration
        self.client = client
    }

    /// Performs a request.
    ///
    /// - Parameters:
    ///   - request: scheme, authority, path, method and the headers of the app's own; `Authorization` and `DPoP` are replaced.
    ///   - isRepeatable: whether `perform` can send its body again; false for a stream, and then a rejection is the response.
    ///   - bodyError: the `error` member of a response's JSON body, for servers that send no challenge.
    ///   - perform: sends the request as given, without following redirects, and returns the response.
    /// - Returns: what `perform` returned last.
    /// - Throws: `BrokerError`, `ConnectionError`, and whatever `perform` throws.
    public func send<Body>(
        _ request: HTTPRequest, isRepeatable: Bool = true, bodyError: (Body) -> String? = { _ in nil },
        using perform: (HTTPRequest) async throws -> (HTTPResponse, Body)
    ) async throws -> (HTTPResponse, Body) {
        let origin = "\(request.scheme ?? "https")://\(request.authority ?? "")"
        var rejected = client.nonces.take(for: origin).map { RejectedSignature(dpopNonce: $0) }
        var reasons: [Rejection] = []
        while true {
            let signature = try await sign(request, origin: origin, rejected: rejected)
            let (response, body) = try await perform(request.signed(signature.headers))
            let nonce = response.headerFields[.dpopNonce]
            if let nonce { client.nonces.learn(nonce, from: origin) }
            guard let reason = Rejection(response, bodyError: bodyError(body)), isRepeatable, !reasons.contains(reason) else {
                return (response, body)
            }
            reasons.append(reason)
            _ = client.nonces.take(for: origin)
            rejected = RejectedSignature(tokenId: reason == .token ? signature.tokenId : nil, dpopNonce: nonce)
        }
    }

    private func sign(_ request: HTTPRequest, origin: String, rejected: RejectedSignature?) async throws -> SignRequest.Result {
        let url = origin + (request.path ?? "/")
        return try await client.signRequest(
            account: account, method: request.method.rawValue, url: url, rejected: rejected, registration: registration)
    }
}

extension HTTPRequest {
    fileprivate func signed(_ headers: SignedHeaders) -> HTTPRequest {
        var request = self
        // Left to itself, an HTTP/2 stack may put sensitive fields into its compression table.
        var authorization = HTTPField(name: .authorization, value: headers.authorization)
        authorization.indexingStrategy = .disallow
        request.headerFields[fields: .authorization] = [authorization]
        request.headerFields[.dpop] = headers.dpop
        return request
    }
}
