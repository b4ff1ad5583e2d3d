import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import JOSE
import Testing

/// §4.4.15: whatever is wrong with the answer to a refresh, the refresh token in it is kept.
@Suite struct SpoiltAnswerTests {
    private static func answer(_ changes: [String: JSON]) -> Reply {
        .json(
            .object(
                [
                    "access_token": "access-2", "refresh_token": "refresh-2", "token_type": "DPoP", "expires_in": 3600,
                    "scope": "atproto transition:generic", "sub": .text(DID.alice.description),
                ].merging(changes) { $1 }))
    }

    static let harmless: [[String: JSON]] = [
        ["id_token": "x"], ["scope": ""], ["scope": 5], ["sub": 5], ["expires_in": "soon"], ["scope": "transition:generic"],
    ]

    @Test(arguments: harmless)
    func `what is beside the point does not spoil new tokens`(changes: [String: JSON]) async throws {
        let world = try await World.signedIn()
        world.expireTokens()
        world.transport.script(.token, Self.answer(changes))
        _ = try await world.client.restore(.alice)
        #expect(world.sessions.peek()?.tokenSet.accessToken.reveal() == "access-2")
        #expect(world.sessions.peek()?.rotation == .settled)
    }

    static let spoilt: [[String: JSON]] = [
        ["token_type": "Bearer"], ["access_token": ""], ["access_token": 7], ["access_token": "abc\r\nX-Evil: y"], ["sub": "nobody"],
    ]

    @Test(arguments: spoilt)
    func `of an answer that is of no use the refresh token is kept, and the spent one is not sent again`(
        changes: [String: JSON]
    ) async throws {
        let world = try await World.signedIn()
        world.expireTokens()
        world.change { $0.newest = 2 }
        world.transport.script(.token, Self.answer(changes))
        let error = await #expect(throws: TokenRefreshError.self) { try await world.client.restore(.alice) }
        #expect(error?.reason == .unavailable)
        #expect(error?.cause is MalformedResponseError)
        _ = try await world.client.restore(.alice)
        #expect(world.spent == ["refresh-1", "refresh-2"])
    }

    @Test func `a server that has no other access token is asked once`() async throws {
        let world = try await World.signedIn()
        let token = try #require(world.sessions.peek()?.tokenSet.accessToken.reveal())
        world.transport.script(.token, Self.answer(["access_token": .text(token)]))
        _ = try await world.client.restore(.alice, refresh: .always)
        #expect(world.spent == ["refresh-1"])
        #expect(world.sessions.peek()?.tokenSet.refreshToken?.reveal() == "refresh-2")
    }

    @Test func `a login whose tokens are of no use leaves none alive`() async throws {
        let world = try World()
        world.transport.script(.token, Self.answer(["access_token": "a b"]))
        await #expect(throws: OAuthCallbackError.self) { try await world.signIn() }
        #expect(world.revoked == ["refresh-2"])
    }
}
