import ATProtoIdentity
import ATProtoSyntax
import FoundationEssentials
import HTTPTypes
import JOSE

/// An authorization server as one session's client talks to it: the three endpoints that take forms.
struct AuthorizationServer: Sendable {
    let metadata: AuthorizationServerMetadata
    let authentication: ClientAuthentication
    let dpopKey: PrivateKey
    let authenticator: ClientAuthenticator
    let sender: DPoPSender
    let limits: TransferLimits

    /// Pushes an authorization request (RFC 9126 section 2).
    func push(_ parameters: FormParameters, to endpoint: HTTPURL) async throws -> PushedAuthorization {
        let answer = try await post(parameters, to: endpoint, named: "pushed_authorization_request_endpoint")
        return try PushedAuthorization(json: answer.body, sentAt: answer.sent)
    }

    /// Exchanges a code for tokens (RFC 6749 section 4.1.3, RFC 7636 section 4.5).
    func exchange(code: SecretString, verifier: SecretString, redirectURI: RedirectURI) async throws -> TokenResponse {
        let answer = try await post(
            [
                "grant_type": "authorization_code", "code": code.reveal(), "code_verifier": verifier.reveal(),
                "redirect_uri": redirectURI.description,
            ], to: metadata.tokenEndpoint, named: "token_endpoint")
        return try TokenResponse(json: answer.body, to: .code, sentAt: answer.sent)
    }

    /// Spends a refresh token (RFC 6749 section 6).
    func refresh(_ token: SecretString) async throws -> TokenResponse {
        let answer = try await post(
            ["grant_type": "refresh_token", "refresh_token": token.reveal()], to: metadata.tokenEndpoint, named: "token_endpoint")
        return try TokenResponse(json: answer.body, to: .refreshToken, sentAt: answer.sent)
    }

    /// Asks the server to forget a token; a server without such an endpoint is not asked.
    ///
    /// Its status alone answers: what a success says beyond it is not regarded, nor even read (RFC 7009 section 2.2).
    func revoke(_ token: SecretString) async throws {
        guard let endpoint = metadata.revocationEndpoint else { return }
        _ = try await post(["token": token.reveal()], to: endpoint, named: "revocation_endpoint", readsSuccess: false)
    }

    private struct Answer {
        let body: [UInt8]
        /// Just before the last attempt left.
        let sent: Date
    }

    /// Posts a form; once more if all that was wrong is the nonce, with a fresh proof and a fresh assertion.
    private func post(_ form: FormParameters, to endpoint: HTTPURL, named name: String, readsSuccess: Bool = true) async throws -> Answer {
        var (answer, bringsNewNonce, failure) = try await attempt(form, endpoint, name, readsSuccess)
        if let error = failure, error.status == 400, error.error == "use_dpop_nonce", bringsNewNonce {
            (answer, bringsNewNonce, failure) = try await attempt(form, endpoint, name, readsSuccess)
        }
        if let failure { throw failure }
        return answer
    }

    private func attempt(
        _ form: FormParameters, _ endpoint: HTTPURL, _ name: String, _ readsSuccess: Bool
    ) async throws -> (Answer, Bool, OAuthResponseError?) {
        let sent = sender.runtime.now()
        let identity = try authenticator.parameters(
            authentication, for: metadata, at: sent + sender.servers.clockOffset(of: endpoint), jti: sender.runtime.randomValues(16))
        // A parameter must not stand there twice (RFC 6749 section 3.1), and a pushed request has a client_id of its own.
        let parameters = FormParameters(form.pairs.filter { identity[$0.name] == nil } + identity.pairs)
        let request = OutgoingRequest(
            method: .post, url: endpoint, headers: [.contentType: "application/x-www-form-urlencoded", .accept: "application/json"],
            body: .bytes(Array(parameters.encoded.utf8)), limits: limits)
        let answer = try await sender.send(request, key: dpopKey, supported: metadata.dpopSigningAlgs)
        if !readsSuccess, answer.response.status.kind == .successful {
            return (Answer(body: [], sent: sent), answer.bringsNewNonce, nil)
        }
        let body = try await answer.response.body.collect(upTo: limits.maxBodyBytes)
        return (Answer(body: body, sent: sent), answer.bringsNewNonce, Self.refusal(answer.response, body, name, of: parameters))
    }

    /// The error in a response, or nil for a success in JSON. An answer that is not JSON is never a success, whatever its status.
    private static func refusal(
        _ response: IncomingResponse, _ body: [UInt8], _ endpoint: String, of form: FormParameters
    ) -> OAuthResponseError? {
        struct Document: Decodable {
            let error: String?
            let error_description: String?
        }
        let isJSON = response.mediaType.map { $0 == "application/json" || $0.hasSuffix("+json") } ?? false
        guard response.status.kind != .successful || !isJSON else { return nil }
        let document = isJSON ? try? JSONDecoder().decode(Document.self, from: Data(body)) : nil
        return OAuthResponseError(
            endpoint: endpoint, status: response.status.code, error: document?.error, errorDescription: document?.error_description,
            headers: response.headers, hiding: form.secrets)
    }
}
