import AsyncHTTPClient
import Crypto
import Foundation
import NIOCore
import NIOHTTP1

@testable import Sandbox

private let http = {
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    configuration.connectionPool.retryConnectionEstablishment = false
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
}()

/// A small OAuth client that does exactly what a test tells it, right or wrong.
struct PracticeClient: Sendable {
    struct Tokens: Sendable {
        var access: String
        var refresh: String
    }

    static let publicID = "https://app.example.com/oauth-client-metadata.json"
    static let publicRedirect = "com.example.app:/callback"
    static let confidentialID = "https://web.example.com/client.json"
    static let confidentialRedirect = "https://web.example.com/callback"
    static let assertionKey = P256.Signing.PrivateKey()
    static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

    let server: SandboxServer
    let key = P256.Signing.PrivateKey()
    var clientID = PracticeClient.publicID
    var redirectURI = PracticeClient.publicRedirect
    /// Nil for the clock of the machine.
    var clock: StandingClock?

    init(_ server: SandboxServer) {
        self.server = server
    }

    var confidential: PracticeClient {
        var client = self
        client.clientID = Self.confidentialID
        client.redirectURI = Self.confidentialRedirect
        return client
    }

    func recipe(_ path: String, method: String = "POST", nonce: String? = nil) -> ProofRecipe {
        var recipe = ProofRecipe(method: method, url: server.origin + path, nonce: nonce, key: key)
        if let clock { recipe.issuedAt = clock.now.timeIntervalSince1970.rounded(.down) }
        return recipe
    }

    // MARK: Requests

    func send(
        _ method: HTTPMethod, _ url: String, headers: [(String, String)] = [], body: String? = nil
    ) async throws -> Reply {
        var request = HTTPClientRequest(url: url.hasPrefix("http") ? url : server.origin + url)
        request.method = method
        for header in headers { request.headers.add(name: header.0, value: header.1) }
        if let body { request.body = .bytes(Array(body.utf8)) }
        let response = try await http.execute(request, timeout: .seconds(30))
        let bytes = try await response.body.collect(upTo: 32 * 1024 * 1024)
        return Reply(status: Int(response.status.code), headers: response.headers, body: String(buffer: bytes))
    }

    func get(_ url: String, headers: [(String, String)] = []) async throws -> Reply {
        try await send(.GET, url, headers: headers)
    }

    func post(_ path: String, _ form: [String: String], proofs: [String]) async throws -> Reply {
        var headers = [("Content-Type", "application/x-www-form-urlencoded")]
        headers += proofs.map { ("DPoP", $0) }
        let fields = FormFields(form.map { .init(name: $0.key, value: $0.value) })
        return try await send(.POST, path, headers: headers, body: fields.encoded)
    }

    /// The nonce of the moment, which any OAuth answer carries.
    func nonce() async throws -> String {
        try await post("/oauth/revoke", [:], proofs: []).nonce ?? ""
    }

    func post(_ path: String, _ form: [String: String], spoil: (inout ProofRecipe) -> Void = { _ in }) async throws -> Reply {
        var recipe = recipe(path, nonce: try await nonce())
        spoil(&recipe)
        return try await post(path, form, proofs: [recipe.signed()])
    }

    // MARK: The flow

    var parameters: [String: String] {
        [
            "client_id": clientID, "response_type": "code", "redirect_uri": redirectURI, "scope": "atproto transition:generic",
            "state": "some state", "code_challenge_method": "S256",
            "code_challenge": base64URL(SHA256.hash(data: Data(Self.verifier.utf8))),
            "login_hint": "alice.test",
        ]
    }

    /// - Parameter changes: nil removes a parameter.
    func par(_ changes: [String: String?] = [:], spoil: (inout ProofRecipe) -> Void = { _ in }) async throws -> Reply {
        var form = parameters.merging(try assertion()) { $1 }
        for (name, value) in changes { form[name] = value }
        return try await post("/oauth/par", form, spoil: spoil)
    }

    func authorizationURL(_ changes: [String: String?] = [:]) async throws -> String {
        let uri = try await par(changes).json["request_uri"]?.string ?? "none"
        let query = FormFields([.init(name: "client_id", value: clientID), .init(name: "request_uri", value: uri)])
        return "\(server.origin)/oauth/authorize?\(query.encoded)"
    }

    /// What the browser brings back.
    func answer(_ changes: [String: String?] = [:], in browser: ScriptedBrowser) async throws -> FormFields {
        try await browser.open(authorizationURL(changes)).answer
    }

    func error(_ changes: [String: String?] = [:], in browser: ScriptedBrowser) async throws -> String? {
        try await answer(changes, in: browser)["error"]
    }

    func code(_ changes: [String: String?] = [:], in browser: ScriptedBrowser = ScriptedBrowser()) async throws -> String {
        try await answer(changes, in: browser)["code"] ?? "none"
    }

    func exchange(_ code: String, _ changes: [String: String] = [:], spoil: (inout ProofRecipe) -> Void = { _ in }) async throws -> Reply {
        let form = [
            "grant_type": "authorization_code", "code": code, "code_verifier": Self.verifier, "redirect_uri": redirectURI,
            "client_id": clientID,
        ]
        return try await post("/oauth/token", form.merging(try assertion()) { $1 }.merging(changes) { $1 }, spoil: spoil)
    }

    func refresh(_ token: String, _ changes: [String: String] = [:], spoil: (inout ProofRecipe) -> Void = { _ in }) async throws -> Reply {
        let form = ["grant_type": "refresh_token", "refresh_token": token, "client_id": clientID]
        return try await post("/oauth/token", form.merging(try assertion()) { $1 }.merging(changes) { $1 }, spoil: spoil)
    }

    func signIn(_ changes: [String: String?] = [:]) async throws -> Tokens {
        tokens(try await exchange(code(changes)))
    }

    func tokens(_ reply: Reply) -> Tokens {
        Tokens(access: reply.json["access_token"]?.string ?? "none", refresh: reply.json["refresh_token"]?.string ?? "none")
    }

    /// A request to the resource server with token and proof.
    func call(
        _ token: String, _ path: String = "/xrpc/com.atproto.server.getSession", method: HTTPMethod = .GET, body: String? = nil,
        type: String = "application/json", spoil: (inout ProofRecipe) -> Void = { _ in }
    ) async throws -> Reply {
        let first = try await get(
            "/xrpc/com.atproto.server.getSession", headers: [("Authorization", "DPoP none")], at: server.resourceOrigin)
        var recipe = recipe("", method: method.rawValue, nonce: first.nonce)
        recipe.url = server.resourceOrigin + path.prefix { $0 != "?" }
        recipe.accessToken = token
        spoil(&recipe)
        var headers = [("Authorization", "DPoP \(token)"), ("DPoP", try recipe.signed())]
        if body != nil { headers.append(("Content-Type", type)) }
        return try await send(method, server.resourceOrigin + path, headers: headers, body: body)
    }

    private func get(_ path: String, headers: [(String, String)], at origin: String) async throws -> Reply {
        try await get(origin + path, headers: headers)
    }
}
