public import ATProtoSyntax
public import FoundationEssentials
public import HTTPTypes
import JOSE

extension OAuthSession {
    /// The header fields that make a request the account's, for somebody else to send.
    public struct SignedRequest: Sendable {
        /// `Authorization`: `DPoP` and the access token, which is useless without the key.
        public let authorization: String
        /// `DPoP`: a proof for this one request.
        public let dpop: String
        /// Names the access token.
        public let tokenID: TokenID
        /// When the access token ends, if the server said so.
        public let expiresAt: Date?
    }

    /// Signs one request. If a server rejected the last one, say so: its nonce is tried, and its token is replaced if it is still the
    /// newest.
    /// - Parameters:
    ///   - method: the request's method.
    ///   - url: the URL exactly as it will go on the wire.
    ///   - rejected: the token that a server called invalid.
    ///   - nonce: the `DPoP-Nonce` of the server's last response.
    ///   - foreignOrigins: origins beside the account's own server that may see the access token.
    /// - Throws: ``InvalidOptionError`` for a URL elsewhere, ``TokenRefreshError``.
    public func signRequest(
        method: HTTPRequest.Method, url: HTTPURL, rejected: TokenID? = nil, nonce: String? = nil, foreignOrigins: Set<String> = []
    ) async throws -> SignedRequest {
        // Before anything is learned or rotated: a caller has no say over origins that the tokens never go to.
        try OAuthClient.check(url, try await client.keeper.stored(sub), foreignOrigins)
        if let nonce { client.options.servers.nonces.report(nonce, for: url) }
        let session = try await client.keeper.session(of: sub, rejected.map { .other(than: $0) } ?? .fresh)
        return try client.sign(method: method, url: url, with: session, foreignOrigins)
    }
}

extension OAuthClient {
    /// Signs one request with a session that the caller has at hand, at once: nothing is looked up, and nothing refreshed.
    ///
    /// It is for stores that keep sessions in memory, next to ``OAuthSession/signRequest(method:url:rejected:nonce:foreignOrigins:)``,
    /// which takes care of everything.
    /// - Returns: nil if the session's access token does not last, so that another one is needed.
    /// - Throws: ``InvalidOptionError`` for a URL that is neither at the account's own server nor at one of `foreignOrigins`.
    public func signNow(
        method: HTTPRequest.Method, url: HTTPURL, with session: Session, foreignOrigins: Set<String> = []
    ) throws -> OAuthSession.SignedRequest? {
        guard keeper.lasts(session) else { return nil }
        return try sign(method: method, url: url, with: session, foreignOrigins)
    }

    fileprivate func sign(
        method: HTTPRequest.Method, url: HTTPURL, with session: Session, _ foreignOrigins: Set<String>
    ) throws -> OAuthSession.SignedRequest {
        try Self.check(url, session, foreignOrigins)
        let tokens = session.tokenSet
        let proof = try sender.proof(
            method: method, url: url, key: session.dpopKey, supported: nil, nonce: options.servers.nonces.nonce(for: url),
            accessTokenHash: tokens.id.description)
        return OAuthSession.SignedRequest(
            authorization: "DPoP " + tokens.accessToken.reveal(), dpop: proof, tokenID: tokens.id, expiresAt: tokens.expiresAt)
    }

    /// Makes sure that the session's token may be shown to `url`.
    fileprivate static func check(_ url: HTTPURL, _ session: Session, _ foreignOrigins: Set<String>) throws(InvalidOptionError) {
        let own = session.tokenSet.audience.origin
        guard url.origin == own || foreignOrigins.contains(url.origin) else {
            throw InvalidOptionError("url", "\(url.origin) is not the account's server, \(own)")
        }
    }
}
