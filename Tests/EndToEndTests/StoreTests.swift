import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import HTTPTypes
import JOSE
import Sandbox
import Synchronization
import Testing

/// Stores that keep bytes, as those on disks do.
@Suite struct StoreTests {
    /// Logins as bytes.
    private final class StateBytes: StateStore {
        private let states = Mutex<[String: SecretBytes]>([:])

        func set(_ key: String, _ state: AuthorizationState) async throws {
            let archive = try state.archive()
            states.withLock { $0[key] = archive }
        }

        func take(_ key: String) async throws -> AuthorizationState? {
            try states.withLock { $0.removeValue(forKey: key) }.map { try AuthorizationState(archive: $0) }
        }
    }

    /// Sessions as bytes.
    private final class SessionBytes: SessionStore {
        private let sessions = Mutex<[DID: SecretBytes]>([:])

        func session(of sub: DID) async throws -> Session? { try sessions.withLock { $0[sub] }.map { try Session(archive: $0) } }

        func set(_ session: Session) async throws {
            let archive = try session.archive()
            sessions.withLock { $0[session.sub] = archive }
        }

        func delete(_ sub: DID, cause: any Error) async throws { sessions.withLock { $0[sub] = nil } }
    }

    @Test func `keeps logins and sessions as bytes, and goes on with them in another process`() async throws {
        try await World.run { world in
            let (states, sessions) = (StateBytes(), SessionBytes())
            func process() throws -> OAuthClient {
                let id = try LoopbackClientID(scope: World.scope, redirectURIs: ["http://127.0.0.1/callback"])
                return try OAuthClient(
                    OAuthClientOptions(
                        clientMetadata: ClientMetadata(loopback: id), stateStore: states, sessionStore: sessions,
                        identityResolver: world.identities, transport: world.transport, allowHTTP: true))
            }
            let request = try await process().authorize("alice.test", options: AuthorizeOptions(state: "mine"))
            let (session, state) = try await process().callback(try await world.browse(request))
            #expect(state == "mine")
            let restored = try await process().restore(session.did, refresh: .always)
            #expect(try await restored.fetchHandler("/xrpc/com.atproto.server.getSession").status == .ok)
            let kept = try #require(try await sessions.session(of: session.did))
            #expect(kept.requestedScope == World.scope)
            #expect(kept.rotation == .settled)
        }
    }

    @Test func `bytes that are no archive are refused`() throws {
        for text in ["", "{}", "null", "[1]"] {
            #expect(throws: (any Error).self) { try Session(archive: SecretBytes(copying: Array(text.utf8))) }
            #expect(throws: (any Error).self) { try AuthorizationState(archive: SecretBytes(copying: Array(text.utf8))) }
        }
    }

    /// A store that fails to keep what it is given.
    private final class FullStore: SessionStore {
        struct Full: Error {}

        let base = MemorySessionStore()
        let isFull = Mutex(false)

        func session(of sub: DID) async throws -> Session? { base.session(of: sub) }

        func set(_ session: Session) async throws {
            // The mark before a refresh fits in; the tokens after it do not.
            guard session.rotation.isAmbiguous || !isFull.withLock({ $0 }) else { throw Full() }
            base.set(session)
        }

        func delete(_ sub: DID, cause: any Error) async throws { base.delete(sub, cause: cause) }
    }

    @Test func `tokens that cannot be stored are revoked, and the session ends with that cause`() async throws {
        try await World.run { world in
            let store = FullStore()
            let client = try world.makeClient(sessions: store)
            let did = try await world.signIn(client).did
            store.isFull.withLock { $0 = true }
            let error = await #expect(throws: TokenRefreshError.self) { try await client.restore(did, refresh: .always) }
            #expect(error?.reason == .notStored)
            #expect(error?.cause is FullStore.Full)
            #expect(await world.sandbox.counters().sessionsEnded == 1)
        }
    }

    @Test func `a login whose session cannot be stored leaves nothing alive at the server`() async throws {
        try await World.run { world in
            let store = FullStore()
            store.isFull.withLock { $0 = true }
            let client = try world.makeClient(sessions: store)
            let params = try await world.browse(try await client.authorize("alice.test", options: AuthorizeOptions(state: "mine")))
            let error = await #expect(throws: OAuthCallbackError.self) { try await client.callback(params) }
            #expect(error?.state == "mine")
            #expect(error?.cause is FullStore.Full)
            #expect(await world.sandbox.counters().sessionsEnded == 1)
        }
    }
}
