import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import FoundationEssentials
import HTTPTypes
import JOSE
import NIOCore
import Sandbox
import Testing

/// Runs the examples of the library's documentation, and holds its pages against the sources.
@Suite struct DocumentationTests {
    @Test func `every block of Swift in the articles is one that is compiled and run here`() throws {
        let snippets = try Articles.snippets()
        let blocks = try Articles.blocks()
        for block in blocks { #expect(snippets.values.contains(block.code), "\(block.article): \(block.code)") }
        for (name, code) in snippets { #expect(blocks.contains { $0.code == code }, "\(name) is in no article") }
    }

    @Test func `the server application signs in, posts, and signs out`() async throws {
        try await World.run { world in
            let pem = SecretBytes(copying: Array(Self.pem.utf8))
            let app = try ServerApp(
                pem: pem, states: MemoryStateStore(), sessions: MemorySessionStore(), transport: world.transport,
                identities: world.identities)
            try await world.sandbox.register(clientMetadata: String(decoding: try app.documents().metadata, as: UTF8.self))
            #expect(!String(decoding: try app.documents().keys, as: UTF8.self).contains("\"d\""))
            let params = try await world.browse(try await app.login("alice.test"))
            let (did, state) = try await app.callback(params.encoded)
            #expect(state == "/inbox")
            #expect(try await app.post(as: did, "Hello, AT Protocol!") == .ok)
            #expect(try await app.logout(did) == .revoked)
            let keyset = try ServerApp.rotate(try PrivateKey(pem: pem, keyID: "2026-03"), pem)
            #expect(keyset.publicKeys.keys.map(\.keyID) == ["2026-09", "2026-03"])
        }
    }

    @Test func `the desktop application signs in through a port of its own`() async throws {
        try await World.run { world in
            let app = try DesktopApp(transport: world.transport, identities: world.identities, sessions: MemorySessionStore())
            let request = try await app.login("alice.test", port: 49152)
            let params = try await world.browse(request)
            let session = try await app.arrived("/callback?" + params.encoded)
            #expect(session.did.description == world.sandbox.did(of: "alice.test"))
        }
    }

    @Test func `streams are uploaded and downloaded`() async throws {
        try await World.run { world in
            let session = try await world.signIn(try world.makeClient())
            let chunks = AsyncThrowingStream<ByteBuffer, any Error> { continuation in
                continuation.yield(ByteBuffer(string: "a film"))
                continuation.finish()
            }
            let response = try await Streams.upload(chunks, size: 6, to: session)
            let answer = String(decoding: try await response.body.collect(upTo: 65536), as: UTF8.self)
            let cid = try #require(answer.firstRange(of: #""$link":""#)).upperBound
            var film = ByteBuffer()
            try await Streams.download(String(answer[cid...].prefix { $0 != "\"" }), of: session) { film.writeImmutableBuffer($0) }
            #expect(String(buffer: film) == "a film")
        }
    }

    @Test func `the sealed store survives its process, and tells nothing to who copies its files`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "atproto-oauth-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let key = SecretBytes(copying: SecureRandom.bytes(32))
        try await World.run { world in
            let did = try await world.signIn(try world.makeClient(sessions: SealedFileStore(folder: folder, key: key))).did
            let bytes = try Data(contentsOf: folder.appending(path: "\(did)"))
            for secret in await world.sandbox.issuedSecrets() { #expect(bytes.firstRange(of: Data(secret.utf8)) == nil) }

            let restored = try await world.makeClient(sessions: SealedFileStore(folder: folder, key: key)).restore(did, refresh: .always)
            #expect(try await restored.fetchHandler("/xrpc/com.atproto.server.getSession").status == .ok)
            let stranger = SealedFileStore(folder: folder, key: SecretBytes(copying: SecureRandom.bytes(32)))
            await #expect(throws: JOSEError.self) { try await stranger.session(of: did) }
            try await restored.signOut()
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }

    @Test func `failures are told apart as the article says`() async throws {
        try await World.run { world in
            let client = try world.makeClient()
            let did = try await world.signIn(client).did
            #expect(try await Failures.restoring(did, with: client) == nil)
            try await client.revoke(did)
            #expect(try await Failures.restoring(did, with: client) == .signInAgain)
        }
    }

    @Test func `what is left of the examples does what it says`() async throws {
        try await World.run { world in
            let sessions = MemorySessionStore()
            let client = try world.makeClient(runtime: OwnRuntime.runtime(KeyedLock()), sessions: sessions)
            let session = try await world.signIn(client)
            #expect(try OwnRuntime.mayPost(try #require(sessions.session(of: session.did))))
            let table = OwnRuntime.TableResolver(table: [try Handle("alice.test"): session.did])
            #expect(try await table.resolve(try Handle("alice.test"), fresh: false) == session.did)
            let nobody = ChangingTransport(world.transport) { _ in IncomingResponse(status: .notFound) }
            await #expect(throws: OAuthResolverError.self) { try await OwnRuntime.lookAt(World.webClientID, nobody) }
            try await OwnRuntime.transport().shutdown()
        }
    }

    private static let pem = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgevZzL1gdAFr88hb2
        OF/2NxApJCzGCEDdfSp6VQO30hyhRANCAAQRWz+jn65BtOMvdyHKcvjBeBSDZH2r
        1RTwjmYSi9R/zpBnuQ4EiMnCqfMPWiZqB4QdbAd0E7oH50VpuZ1P087G
        -----END PRIVATE KEY-----
        """
}
