public import ATProtoIdentity
import ATProtoSyntax
public import HTTPTypes
import JOSE

extension OAuthSession {
    /// Makes an authenticated request to the account's server.
    ///
    /// A request that failed for want of a nonce, or because its token was rejected, is sent once more, unless its body was a stream.
    /// - Parameters:
    ///   - pathname: path and query, beginning with one slash. The tokens never go to another host.
    ///   - method: the request's method.
    ///   - headers: header fields; `Authorization` and `DPoP` among them are replaced.
    ///   - body: the content; a stream is pulled as the server takes it.
    ///   - limits: what the exchange may take. They hold for the response's body too, while it is read.
    /// - Returns: the response, whatever its status.
    /// - Throws: ``InvalidOptionError`` for a path that leads elsewhere, ``TokenRefreshError``, a transport error, or
    ///   ``TokenInvalidError`` if the server rejects even a fresh token.
    public func fetchHandler(
        _ pathname: String, method: HTTPRequest.Method = .get, headers: HTTPFields = [:], body: OutgoingBody = .none,
        limits: TransferLimits = TransferLimits()
    ) async throws -> IncomingResponse {
        guard pathname.hasPrefix("/"), !pathname.hasPrefix("//") else {
            throw InvalidOptionError("path", "must begin with exactly one slash: requests go to the account's own server")
        }
        var session = try await client.keeper.session(of: sub, .fresh)
        let request = Request(pathname: pathname, method: method, headers: headers, body: body, limits: limits)
        if !body.isRepeatable { session = try await primed(session, limits) }
        let first = try await send(request, with: session)
        guard Self.rejectsToken(first) else { return first }
        guard let renewed = try await replacement(of: session), body.isRepeatable else { return first }
        let second = try await send(request, with: renewed)
        guard !Self.rejectsToken(second) else { throw TokenInvalidError(sub) }
        return second
    }

    /// Whether a server refused the token or the nonce of a request, and not the request: signed anew, it may succeed.
    ///
    /// ``fetchHandler(_:method:headers:body:limits:)`` returns such a response if its body was a stream, which is sent once, or if there
    /// is no other token for now.
    public static func wantsOtherSignature(_ response: IncomingResponse) -> Bool { rejectsToken(response) || wantsNonce(response) }

    private struct Request {
        let pathname: String
        let method: HTTPRequest.Method
        let headers: HTTPFields
        let body: OutgoingBody
        let limits: TransferLimits
    }

    /// Sends a request with the tokens of `session`; once more if only the nonce was wrong.
    private func send(_ request: Request, with session: Session) async throws -> IncomingResponse {
        let tokens = session.tokenSet
        var outgoing = OutgoingRequest(
            method: request.method, url: try tokens.audience.resolving(pathAndQuery: request.pathname), headers: request.headers,
            body: request.body, limits: request.limits)
        outgoing.headers[.authorization] = "DPoP " + tokens.accessToken.reveal()
        let hash = tokens.id.description
        let answer = try await client.sender.send(outgoing, key: session.dpopKey, supported: nil, accessTokenHash: hash)
        guard Self.wantsNonce(answer.response), answer.bringsNewNonce, request.body.isRepeatable else { return answer.response }
        return try await client.sender.send(outgoing, key: session.dpopKey, supported: nil, accessTokenHash: hash).response
    }

    /// A stream cannot be sent twice, so a server of which no fresh nonce is known is asked for one with a request that costs little.
    /// - Returns: the session to stream with: if the server took the occasion to reject the token, one with another.
    private func primed(_ session: Session, _ limits: TransferLimits) async throws -> Session {
        let (nonces, now) = (client.options.servers.nonces, client.options.runtimeImplementation.now())
        guard !nonces.isFresh(for: session.tokenSet.audience, at: now) else { return session }
        // Its answer is small, whatever the caller expects of its own request.
        var limits = limits
        limits.maxBodyBytes = min(limits.maxBodyBytes, TransferLimits().maxBodyBytes)
        let probe = Request(
            pathname: "/xrpc/com.atproto.server.getSession", method: .get, headers: [:], body: .none, limits: limits)
        let answer = try await send(probe, with: session)
        _ = try await answer.body.collect(upTo: limits.maxBodyBytes)
        guard Self.rejectsToken(answer) else { return session }
        return try await replacement(of: session) ?? session
    }

    /// The session with another token, or nil if there is none to be had for now.
    private func replacement(of session: Session) async throws -> Session? {
        do {
            return try await client.keeper.session(of: sub, .other(than: session.tokenSet.id))
        } catch  where SessionKeeper.isPassing(error) {
            return nil
        }
    }

    private static func wantsNonce(_ response: IncomingResponse) -> Bool {
        response.status == .unauthorized && hasError("use_dpop_nonce", response, schemes: ["dpop"])
    }

    private static func rejectsToken(_ response: IncomingResponse) -> Bool {
        response.status == .unauthorized && hasError("invalid_token", response, schemes: ["dpop", "bearer"])
    }

    private static func hasError(_ error: String, _ response: IncomingResponse, schemes: Set<String>) -> Bool {
        AuthenticationChallenge.all(in: response.headers).contains { schemes.contains($0.scheme) && $0.parameters["error"] == error }
    }
}
