import ATProtoIdentity
import ATProtoSyntax
import FoundationEssentials
import HTTPTypes
import JOSE

/// Sends requests with a proof, and learns nonces from every response (RFC 9449 sections 8 and 9).
struct DPoPSender: Sendable {
    let transport: any HTTPTransport
    let servers: ServerTable
    let runtime: RuntimeImplementation
    let warn: @Sendable (ServerWarning) -> Void

    /// A response, and whether its nonce is another one than the request used: only then does a retry make sense.
    struct Answer {
        var response: IncomingResponse
        let bringsNewNonce: Bool
    }

    /// Sends `request` once, with a fresh proof by `key`.
    /// - Parameters:
    ///   - supported: the algorithms the authorization server lists; they hold for the resource server too.
    ///   - accessTokenHash: `ath`, if an access token goes along.
    func send(
        _ request: OutgoingRequest, key: PrivateKey, supported: [String]?, accessTokenHash: String? = nil
    ) async throws -> Answer {
        let nonce = servers.nonces.nonce(for: request.url)
        var request = request
        request.headers[.dpop] = try proof(
            method: request.method, url: request.url, key: key, supported: supported, nonce: nonce, accessTokenHash: accessTokenHash)
        let response = try await transport.send(request)
        let answered = servers.learn(from: response.headers, of: request.url, receivedAt: runtime.now())
        // Refusals may come from something in front of the server.
        if answered == nil, response.status.kind == .successful { warn(ServerWarning(request.url.origin, .nonce)) }
        return Answer(response: response, bringsNewNonce: answered != nil && answered != nonce)
    }

    /// A proof for a request that somebody else will send.
    func proof(
        method: HTTPRequest.Method, url: HTTPURL, key: PrivateKey, supported: [String]?, nonce: String?, accessTokenHash: String?
    ) throws -> String {
        guard let algorithm = DPoPAlgorithm.choose(for: key, supported) else {
            throw AuthMethodUnsatisfiableError("\(url.origin) no longer takes the algorithm of the session's DPoP key; sign in again")
        }
        let now = runtime.now() + servers.clockOffset(of: url)
        let proof = DPoPProof(
            method: method.rawValue, url: url, issuedAt: now, jti: runtime.randomValues(16), nonce: nonce, accessTokenHash: accessTokenHash)
        return try proof.signed(with: key, algorithm)
    }
}
