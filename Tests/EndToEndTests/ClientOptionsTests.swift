import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import FoundationEssentials
import HTTPTypes
import JOSE
import Sandbox
import Synchronization
import Testing

/// What a client is made of, and what a login may ask for.
@Suite struct ClientOptionsTests {
    /// A lock that counts.
    private struct CountingLock: RequestLock {
        let names: Journal<String>
        let base = KeyedLock()

        func withLock<Result: Sendable>(_ name: String, _ body: @Sendable () async throws -> Result) async throws -> Result {
            names.write(name)
            return try await base.withLock(name, body)
        }
    }

    @Test func `uses the caller's keys, randomness, hash and lock`() async throws {
        try await World.run { world in
            let (keys, sizes, hashes, names) = (Journal<String>(), Journal<Int>(), Journal<Digest>(), Journal<String>())
            let runtime = RuntimeImplementation(
                createKey: { algorithms in
                    let key = try RuntimeImplementation.firstAlgorithmKey(algorithms)
                    keys.write(key.publicKey.thumbprint)
                    return key
                },
                randomValues: { count in
                    sizes.write(count)
                    return SecureRandom.bytes(count)
                },
                digest: { bytes, algorithm in
                    hashes.write(algorithm)
                    return algorithm.hash(bytes)
                }, requestLock: CountingLock(names: names))
            let sessions = MemorySessionStore()
            let session = try await world.signIn(try world.makeClient(runtime: runtime, sessions: sessions))
            _ = try await session.getTokenInfo(.always)
            #expect(keys.entries == [sessions.session(of: session.did)?.dpopKey.publicKey.thumbprint])
            #expect(sizes.entries.starts(with: [32, 16]))
            #expect(hashes.entries == [.sha256])
            #expect(Set(names.entries).count == 1 && names.entries.count == 2)
        }
    }

    @Test func `without allowHTTP no server over plain http is talked to`() async throws {
        try await World.run { world in
            let id = try LoopbackClientID(scope: World.scope, redirectURIs: ["http://127.0.0.1/callback"])
            let recorder = RecordingTransport(world.transport)
            let client = try OAuthClient(
                OAuthClientOptions(
                    clientMetadata: ClientMetadata(loopback: id), stateStore: MemoryStateStore(), sessionStore: MemorySessionStore(),
                    identityResolver: world.identities, transport: recorder))
            for input in ["alice.test", world.sandbox.origin] {
                let error = await #expect(throws: OAuthResolverError.self) { try await client.authorize(input) }
                #expect(error?.isInsecure == true)
            }
            #expect(recorder.requests.isEmpty)
        }
    }

    @Test func `sends every option of a login, and keeps the application's state to itself`() async throws {
        try await World.run { world in
            let recorder = RecordingTransport(world.transport)
            let client = try world.makeClient(transport: recorder)
            let options = AuthorizeOptions(
                state: "private", scope: "atproto", prompt: .login, display: .touch, uiLocales: "fr-CA fr en", maxAge: 0)
            let request = try await client.authorize("alice.test", options: options)
            let form = try #require(recorder.forms.last)
            let expected = [
                "scope": "atproto", "prompt": "login", "display": "touch", "ui_locales": "fr-CA fr en", "max_age": "0",
                "login_hint": "alice.test", "response_type": "code", "response_mode": "query", "code_challenge_method": "S256",
                "redirect_uri": "http://127.0.0.1/callback", "state": request.state, "client_id": client.clientMetadata.clientID,
            ]
            for (name, value) in expected { #expect(form.all(name) == [value]) }
            #expect(form["code_challenge"]?.utf8.count == 43)
            #expect(!form.encoded.contains("private"))
            let query = try #require(request.url.query)
            #expect(Set(FormParameters(encoded: query).pairs.map(\.name)) == ["client_id", "request_uri"])
            #expect(request.expiresAt > Date())
        }
    }

    @Test func `redirects to any port of a registered loopback address, and nowhere else`() async throws {
        try await World.run { world in
            let client = try world.makeClient()
            let request = try await client.authorize(
                "alice.test", options: AuthorizeOptions(redirectURI: "http://127.0.0.1:49152/callback"))
            #expect(request.redirectURI == "http://127.0.0.1:49152/callback")
            let params = try await world.browse(request)
            let wrong = try await client.authorize("alice.test")
            let other = try await world.browse(wrong)
            _ = try await client.callback(params, redirectURI: "http://127.0.0.1:49152/callback")
            await #expect(throws: OAuthCallbackError.self) {
                try await client.callback(other, redirectURI: "http://127.0.0.1:49152/callback")
            }
            for uri in ["http://127.0.0.1/elsewhere", "http://[::1]/callback", "https://app.example.com/callback", "nonsense"] {
                let error = await #expect(throws: InvalidOptionError.self) {
                    try await client.authorize("alice.test", options: AuthorizeOptions(redirectURI: uri))
                }
                #expect(error?.option == "redirect_uri")
            }
        }
    }

    @Test func `takes a callback once`() async throws {
        try await World.run { world in
            let client = try world.makeClient()
            let params = try await world.browse(try await client.authorize("alice.test"))
            _ = try await client.callback(params)
            let error = await #expect(throws: OAuthCallbackError.self) { try await client.callback(params) }
            #expect(error?.state == nil)
            // The code is left out of what an application might log.
            #expect(error?.params["code"] == nil && error?.params["state"] != nil)
            #expect(await world.sandbox.counters().codeReplays == 0)
        }
    }

    @Test func `takes no callback of a login that began more than an hour ago`() async throws {
        let clock = Mutex(Date())
        try await World.run { world in
            let client = try world.makeClient(runtime: RuntimeImplementation(now: { clock.withLock { $0 } }))
            let params = try await world.browse(try await client.authorize("alice.test"))
            clock.withLock { $0 += 3601 }
            await #expect(throws: OAuthCallbackError.self) { try await client.callback(params) }
            #expect(await world.sandbox.counters().tokensIssued == 0)
        }
    }

    @Test func `a cancelled caller begins no login`() async throws {
        try await World.run { world in
            let recorder = RecordingTransport(world.transport)
            let client = try world.makeClient(transport: recorder)
            let login = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await client.authorize("alice.test")
            }
            await #expect(throws: CancellationError.self) { try await login.value }
            #expect(recorder.forms.isEmpty)
        }
    }
}
