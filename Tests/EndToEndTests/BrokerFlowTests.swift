import NIOCore
import NIOHTTP1
import AsyncHTTPClient
import BrokerAPI
import BrokerClient
import FoundationEssentials
import Sandbox
import Testing

/// The main job through the broker's socket: one sign-in, and apps that never see a secret.
@Suite struct BrokerFlowTests {
    @Test func `an app signs in once, signs requests that the server accepts, and signs out`() async throws {
        try await BrokerWorld.run { world in
            let signedIn = try await world.signIn(state: "mine")
            #expect(signedIn.account == world.sandbox.did(of: "alice.test"))
            #expect(signedIn.state == "mine")

            let client = world.client
            let session = try #require(try await client.sessions().first)
            #expect(session.handle == "alice.test")
            #expect(session.state == .active)
            #expect(session.issuer == world.sandbox.origin)

            let status = try await Self.getSession(world, client, account: "alice.test")
            #expect(status == 200)

            try await client.signOut(account: "alice.test")
            #expect(try await client.sessions().isEmpty)
            let error = await #expect(throws: BrokerError.self) { try await client.tokenInfo(account: "alice.test") }
            #expect(error?.type == .noSession)
            await client.close()
        }
    }

    @Test func `the daemon itself makes requests, reads and writes, and keeps nonces to itself`() async throws {
        try await BrokerWorld.run { world in
            let account = try await world.signIn().account
            let client = world.client
            let record = #"{"repo":"\#(account)","collection":"app.bsky.feed.post","record":{"$type":"app.bsky.feed.post","text":"hello"}}"#
            let created = try await client.fetch(
                FetchResource.Params(
                    account: account, method: "POST", path: "/xrpc/com.atproto.repo.createRecord",
                    headers: ["content-type": "application/json"],
                    body: record))
            #expect(created.status == 200)
            let list = try await client.fetch(
                FetchResource.Params(
                    account: account, path: "/xrpc/com.atproto.repo.listRecords?repo=\(account)&collection=app.bsky.feed.post"))
            #expect(list.body?.contains("hello") == true)
            #expect(list.headers["dpop-nonce"] == nil)
            await client.close()
        }
    }

    @Test func `a hundred callers on connections of their own who find the token expired cause one rotation`() async throws {
        try await BrokerWorld.run {
            $0.knobs.accessTokenLifetime = 5
        } _: { world in
            let account = try await world.signIn().account
            await world.sandbox.setKnobs { $0.accessTokenLifetime = 3600 }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        let client = world.client
                        _ = try await client.tokenInfo(account: account)
                        await client.close()
                    }
                }
                try await group.waitForAll()
            }
            let counters = await world.sandbox.counters()
            #expect(counters.totalRotations == 1)
            #expect(counters.refreshTokenReplays == 0)
        }
    }

    @Test func `a restart goes on without a new sign-in`() async throws {
        try await BrokerWorld.run { world in
            let account = try await world.signIn().account
            await world.stop()
            try await world.start()
            let client = world.client
            let response = try await client.fetch(FetchResource.Params(account: account, path: "/xrpc/com.atproto.server.getSession"))
            #expect(response.status == 200)
            await client.close()
        }
    }

    @Test func `a refresh in flight finishes before the daemon stops`() async throws {
        try await BrokerWorld.run {
            $0.knobs.accessTokenLifetime = 5
        } _: { world in
            let account = try await world.signIn().account
            await world.sandbox.setKnobs {
                $0.accessTokenLifetime = 3600
                $0.hold = .afterIssue
            }
            let client = world.client
            let call = Task { try await client.tokenInfo(account: account) }
            await world.sandbox.waitForHeldTokenRequests()
            let stop = Task { await world.stop() }
            await world.sandbox.setKnobs { $0.hold = .none }
            _ = try? await call.value
            await stop.value
            try await world.start()
            #expect(try await client.tokenInfo(account: account).expired == false)
            #expect(await world.sandbox.counters().refreshTokenReplays == 0)
            await client.close()
        }
    }

    @Test func `a session that the server ends is kept, with its cause, until the next sign-in`() async throws {
        try await BrokerWorld.run { world in
            let account = try await world.signIn().account
            let client = world.client
            _ = await world.sandbox.endSessions(of: account)
            await #expect(throws: BrokerError.self) { try await client.restore(account: account, refresh: .always) }
            let session = try #require(try await client.sessions().first)
            #expect(session.state == .needsLogin)
            #expect(session.cause?.message.contains("invalid_grant") == true)
            let error = await #expect(throws: BrokerError.self) { try await client.tokenInfo(account: account) }
            #expect(error?.type == .needsLogin)
            try await world.signIn()
            #expect(try await client.sessions().map(\.state) == [.active])
            await client.close()
        }
    }

    @Test func `the page at the end calls the account by its handle, and opens once`() async throws {
        try await BrokerWorld.run { world in
            let client = world.client
            let flow = try await client.authorize(Authorize.Params(identifier: "alice.test"))
            let browser = ScriptedBrowser(username: "alice.test")
            let outcome = try await browser.open(flow.authorizationUrl)
            #expect(outcome.status == 200)
            #expect(outcome.body.contains("alice.test is signed in"))
            // What the address bar holds is good for nothing any more.
            #expect(try await client.wait(flow: flow.flow).account == world.sandbox.did(of: "alice.test"))
            let error = await #expect(throws: BrokerError.self) { try await client.callback(url: outcome.url) }
            #expect(error?.type == .callback)
            await client.close()
        }
    }

    @Test func `a user who declines is told so, in the browser and to the app`() async throws {
        try await BrokerWorld.run { world in
            let client = world.client
            let flow = try await client.authorize(Authorize.Params(identifier: "alice.test"))
            let outcome = try await ScriptedBrowser(username: "alice.test", decision: .reject).open(flow.authorizationUrl)
            #expect(outcome.body.contains("Not signed in"))
            let error = await #expect(throws: BrokerError.self) { try await client.wait(flow: flow.flow) }
            #expect(error?.type == .callback)
            await client.close()
        }
    }

    /// The app's part: send what was signed; if the server wants another nonce, say so and send again.
    private static func getSession(_ world: BrokerWorld, _ client: BrokerClient, account: String) async throws -> UInt {
        let url = world.sandbox.origin + "/xrpc/com.atproto.server.getSession"
        var rejected: RejectedSignature?
        for _ in 0..<2 {
            let signature = try await client.signRequest(account: account, method: "GET", url: url, rejected: rejected)
            var request = HTTPClientRequest(url: url)
            request.headers.add(name: "authorization", value: signature.headers.authorization)
            request.headers.add(name: "dpop", value: signature.headers.dpop)
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
            guard response.status == .unauthorized, let nonce = response.headers.first(name: "dpop-nonce") else {
                return response.status.code
            }
            rejected = RejectedSignature(tokenId: nil, dpopNonce: nonce)
        }
        return 401
    }
}
