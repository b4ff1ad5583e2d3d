import BrokerAPI
import BrokerClient
import FoundationEssentials
import Sandbox
import Testing

/// A daemon that is killed at each step of a refresh, and what the next one makes of it.
@Suite(.timeLimit(.minutes(2))) struct CrashTests {
    @Test func `killed before the intent is stored, nothing has happened`() async throws {
        try await CrashScene.run { scene in
            let (client, account) = try await Self.killed(scene, at: .issuerCheck)
            #expect(try await client.sessions().map(\.state) == [.active])
            _ = try await client.restore(account: account, refresh: .always)
            try await Self.expect(scene, rotations: 1, replays: 0)
        }
    }

    @Test func `killed before the request leaves, the access token serves while it works, then the refresh token goes through`()
        async throws
    {
        try await CrashScene.run { scene in
            let (client, account) = try await Self.killed(scene, at: .beforeRequest)
            let session = try #require(try await client.sessions().first)
            #expect(session.state == .ambiguousRefresh)
            #expect(session.cause?.type == "ambiguous_refresh")
            #expect(try await Self.status(client, account) == 200)
            #expect(await scene.sandbox.counters().totalRotations == 0)
            scene.clock.advance(CrashScene.tokenLife)
            #expect(try await Self.status(client, account) == 200)
            #expect(try await client.sessions().map(\.state) == [.active])
            try await Self.expect(scene, rotations: 1, replays: 0)
        }
    }

    @Test
    func `killed with an answer that is not durable, the access token serves while it works, and one try tells that the session is lost`()
        async throws
    {
        try await CrashScene.run { scene in
            let (client, account) = try await Self.killed(scene, at: .afterAnswer)
            #expect(try await client.sessions().map(\.state) == [.ambiguousRefresh])
            // That it works says nothing about the refresh token: resource servers check tokens by themselves.
            #expect(try await Self.status(client, account) == 200)
            scene.clock.advance(CrashScene.tokenLife)
            let error = await #expect(throws: BrokerError.self) { try await Self.status(client, account) }
            #expect(error?.type == .needsLogin)
            let session = try #require(try await client.sessions().first)
            #expect(session.state == .needsLogin)
            #expect(session.cause?.message.contains("Refresh token replayed") == true)
            try await Self.expect(scene, rotations: 1, replays: 1)
            #expect(try await scene.signIn(client) == account)
            #expect(try await client.sessions().map(\.state) == [.active])
        }
    }

    @Test(arguments: [InterceptedTransport.Point.beforeRequest, .afterAnswer])
    func `killed during the one more try, there is no third`(point: InterceptedTransport.Point) async throws {
        try await CrashScene.run { scene in
            let (second, account) = try await Self.killed(scene, at: .beforeRequest)
            scene.clock.advance(CrashScene.tokenLife)
            scene.kill("second", at: point, leaving: "third")
            await #expect(throws: BrokerError.self) { try await Self.status(second, account) }
            scene.calm()
            let sent = scene.transport.tokenRequests
            let third = try await scene.start("third")
            let error = await #expect(throws: BrokerError.self) { try await Self.status(third, account) }
            #expect(error?.type == .needsLogin)
            #expect(error?.data?["cause"] != nil)
            let session = try #require(try await third.sessions().first)
            #expect(session.state == .needsLogin)
            #expect(session.cause?.message.contains("one more try were lost") == true)
            #expect(scene.transport.tokenRequests == sent)
            try await Self.expect(scene, rotations: point == .afterAnswer ? 1 : 0, replays: 0)
        }
    }

    @Test func `killed once the answer is durable, the session is whole`() async throws {
        try await CrashScene.run { scene in
            let first = try await scene.start("first")
            let account = try await scene.signIn(first)
            _ = try await first.restore(account: account, refresh: .always)
            try scene.copy("first", to: "second")
            let second = try await scene.start("second")
            #expect(try await second.sessions().map(\.state) == [.active])
            _ = try await second.restore(account: account, refresh: .always)
            try await Self.expect(scene, rotations: 2, replays: 0)
        }
    }

    @Test(arguments: [InterceptedTransport.Point.beforeRequest, .afterAnswer])
    func `what is in doubt is resolved although nobody asks, once its access token has ended`(point: InterceptedTransport.Point)
        async throws
    {
        try await CrashScene.run { scene in
            let first = try await scene.start("first")
            let account = try await scene.signIn(first)
            scene.kill("first", at: point, leaving: "second")
            await #expect(throws: BrokerError.self) { try await first.restore(account: account, refresh: .always) }
            scene.calm()
            scene.clock.advance(CrashScene.tokenLife)
            let second = try await scene.start("second")
            var session = try #require(try await second.sessions().first)
            while session.state == .ambiguousRefresh { session = try #require(try await second.sessions().first) }
            #expect(session.state == (point == .afterAnswer ? .needsLogin : .active))
            try await Self.expect(scene, rotations: 1, replays: point == .afterAnswer ? 1 : 0)
        }
    }

    @Test func `an answer that is lost on the way leaves the session in doubt, with the cause, and serving`() async throws {
        try await CrashScene.run { scene in
            let client = try await scene.start("first")
            let account = try await scene.signIn(client)
            await scene.sandbox.setKnobs { $0.dropTokenResponses = 1 }
            let error = await #expect(throws: BrokerError.self) { try await client.restore(account: account, refresh: .always) }
            #expect(error?.type == .ambiguousRefresh)
            let session = try #require(try await client.sessions().first)
            #expect(session.state == .ambiguousRefresh)
            #expect(session.cause?.type == "ambiguous_refresh")
            #expect(try await Self.status(client, account) == 200)
            try await Self.expect(scene, rotations: 1, replays: 0)
        }
    }

    /// A daemon on what one left that was killed at `point` of the first refresh.
    private static func killed(
        _ scene: CrashScene, at point: InterceptedTransport.Point
    ) async throws -> (client: BrokerClient, account: String) {
        let first = try await scene.start("first")
        let account = try await scene.signIn(first)
        scene.kill("first", at: point, leaving: "second")
        await #expect(throws: BrokerError.self) { try await first.restore(account: account, refresh: .always) }
        scene.calm()
        return (try await scene.start("second"), account)
    }

    private static func status(_ client: BrokerClient, _ account: String) async throws -> Int {
        try await client.fetch(FetchResource.Params(account: account, path: "/xrpc/com.atproto.server.getSession")).status
    }

    private static func expect(_ scene: CrashScene, rotations: Int, replays: Int) async throws {
        let counters = await scene.sandbox.counters()
        #expect(counters.totalRotations == rotations)
        #expect(counters.refreshTokenReplays == replays)
    }
}
