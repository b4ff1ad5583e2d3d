import ATProtoOAuth
import ATProtoSyntax
import Foundation
import JOSE
import Testing

/// §7: what stores keep.
@Suite struct ArchiveTests {
    @Test(arguments: [Rotation.settled, .begun(at: Date(timeIntervalSince1970: 5)), .retried(at: Date(timeIntervalSince1970: 6))])
    func `a session survives its archive`(rotation: Rotation) async throws {
        let world = try await World.signedIn(.makeConfidential(), keyset: .make("one"))
        let session = try #require(world.sessions.peek()).changing(rotation: rotation)
        let copy = try Session(archive: session.archive())
        #expect(copy.tokenSet == session.tokenSet)
        #expect(copy.dpopKey.publicKey == session.dpopKey.publicKey)
        #expect(copy.authentication == .privateKeyJWT(keyID: "one"))
        #expect(copy.rotation == rotation)
        #expect(copy.rotation.isAmbiguous == (rotation != .settled))
        #expect(copy.createdAt == session.createdAt)
        #expect(copy.sub == .alice)
    }

    @Test func `a session without refresh token or end survives as well`() async throws {
        let world = try World()
        world.change { $0.grant["expires_in"] = nil }
        try await world.signIn()
        let session = try #require(world.sessions.peek()).changing(refreshToken: .some(nil))
        #expect(try Session(archive: session.archive()).tokenSet == session.tokenSet)
    }

    @Test func `a login survives its archive`() async throws {
        let world = try World()
        let request = try await world.client.authorize("alice.example.com", options: AuthorizeOptions(state: "mine"))
        let state = try #require(world.states.peek(request.state))
        let copy = try AuthorizationState(archive: state.archive())
        #expect(copy.issuer == state.issuer)
        #expect(copy.sub == state.sub)
        #expect(copy.redirectURI == state.redirectURI)
        #expect(copy.dpopKey.publicKey == state.dpopKey.publicKey)
        #expect(copy.authentication == state.authentication)
        #expect(copy.verifier == state.verifier)
        #expect(copy.appState == "mine")
        #expect(copy.createdAt == state.createdAt)
    }

    @Test(arguments: ["", "{}", "[]"])
    func `other bytes are refused`(text: String) {
        #expect(throws: (any Error).self) { try Session(archive: SecretBytes(copying: text.utf8)) }
        #expect(throws: (any Error).self) { try AuthorizationState(archive: SecretBytes(copying: text.utf8)) }
    }

    @Test func `printing a session or a login shows no secret`() async throws {
        let world = try await World.signedIn()
        let request = try await world.client.authorize("alice.example.com")
        let state = try #require(world.states.peek(request.state))
        let session = try #require(world.sessions.peek())
        var dumped = ""
        dump(session, to: &dumped)
        dump(state, to: &dumped)
        for text in [dumped, "\(session) \(state)", String(reflecting: session) + String(reflecting: state)] {
            for secret in ["access-1", "refresh-1", state.verifier.reveal()] { #expect(!text.contains(secret)) }
        }
    }
}
