import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import BrokerAPI
import BrokerClient
import FoundationEssentials
import HTTPTypes
import Sandbox
import Testing

/// Requests through the gateway, from a client that knows nothing of it.
@Suite(.timeLimit(.minutes(1))) struct GatewayTests {
    private static let record = #"{"repo":"REPO","collection":"app.bsky.feed.post","record":{"text":"Hello"}}"#

    @Test func `a request goes to the account's own server, and its answer comes back`() async throws {
        try await GatewayWorld.run { world in
            let wire = try world.connect()
            let session = try await wire.get(GatewayWorld.session)
            #expect(session.status == 200)
            #expect(session.json?["handle"] == "alice.test")
            #expect(session.headers["dpop-nonce"] == nil)
            #expect(session.headers["content-type"] == "application/json")

            let did = try #require(world.broker.sandbox.did(of: "alice.test"))
            let record = Self.record.replacing("REPO", with: did)
            let created = try await wire.exchange(
                "POST /xrpc/com.atproto.repo.createRecord HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: \(record.utf8.count)\r\n\r\n\(record)")
            #expect(created.status == 200, "\(created.text)")
            let list = try await wire.get("/xrpc/com.atproto.repo.listRecords?repo=\(did)&collection=app.bsky.feed.post")
            #expect(list.text.contains("Hello"))
            // A server's own errors are its own.
            let unknown = try await wire.get("/xrpc/com.example.nothing")
            #expect(unknown.status == 501)
            #expect(unknown.error == "MethodNotImplemented")
        }
    }

    @Test func `who the client says it is does not reach the server, all else does`() async throws {
        try await GatewayWorld.run { world in
            let answer = try await world.connect().get(
                GatewayWorld.session + "?a=b%20c&d='", "Authorization: Bearer stolen", "DPoP: forged", "Cookie: a=b", "Connection: X-Hop",
                "X-Hop: 1", "Keep-Alive: 5", "TE: trailers", "atproto-proxy: did:web:api.bsky.app#bsky_appview", "Accept-Language: fr",
                "atproto-accept-labelers: did:plc:ar7c4by46qjdydhdevvrndac;redact", "Range: bytes=0-", "If-None-Match: \"x\"",
                "User-Agent: test", "atoauth-account: alice.test")
            #expect(answer.status == 200)
            let request = try #require(world.upstream.requests.last)
            #expect(request.url.description == world.broker.sandbox.origin + GatewayWorld.session + "?a=b%20c&d=%27")
            #expect(request.headers[.authorization]?.hasPrefix("DPoP eyJ") == true)
            #expect(request.headers[values: .init("dpop")!].count == 1)
            #expect(request.headers[values: .init("dpop")!].first?.hasPrefix("eyJ") == true)
            let names = Set(request.headers.map(\.name.canonicalName))
            #expect(names.isDisjoint(with: ["cookie", "x-hop", "keep-alive", "te", "connection", "host", "atoauth-account"]))
            for (name, value) in [
                "atproto-proxy": "did:web:api.bsky.app#bsky_appview", "accept-language": "fr", "range": "bytes=0-",
                "if-none-match": "\"x\"",
                "atproto-accept-labelers": "did:plc:ar7c4by46qjdydhdevvrndac;redact", "user-agent": "test",
            ] {
                #expect(request.headers[.init(name)!] == value)
            }
        }
    }

    @Test func `of an answer only the connection's own fields and the nonce are left out`() async throws {
        try await GatewayWorld.run { world in
            world.upstream.play { _ in
                IncomingResponse(
                    status: .init(code: 418, reasonPhrase: "Teapot"),
                    headers: [
                        .init("dpop-nonce")!: "secret", .connection: "X-Hop", .init("x-hop")!: "1", .init("keep-alive")!: "timeout=5",
                        .eTag: "\"y\"", .init("atproto-content-labelers")!: "did:plc:x", .init("ratelimit-remaining")!: "7",
                        .contentLength: "3",
                    ], body: IncomingBody(Array("tea".utf8)))
            }
            let answer = try await world.connect().get(GatewayWorld.session)
            #expect(answer.status == 418)
            #expect(answer.text == "tea")
            #expect(
                answer.headers == [
                    "etag": "\"y\"", "atproto-content-labelers": "did:plc:x", "ratelimit-remaining": "7", "content-length": "3",
                ])
        }
    }

    @Test func `a nonce that the server demands costs one more request, whose content is the same`() async throws {
        try await GatewayWorld.run(separateResourceServer: true) { world in
            let did = try #require(world.broker.sandbox.did(of: "alice.test"))
            let record = Self.record.replacing("REPO", with: did)
            let before = await world.broker.sandbox.counters().nonceChallenges
            let created = try await world.connect().exchange(
                "POST /xrpc/com.atproto.repo.createRecord HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n5\r\n\(record.prefix(5))\r\n"
                    + "\(String(record.utf8.count - 5, radix: 16))\r\n\(record.dropFirst(5))\r\n0\r\n\r\n")
            #expect(created.status == 200, "\(created.text)")
            #expect(await world.broker.sandbox.counters().nonceChallenges == before + 1)
            #expect(world.upstream.requests.count == 2)
        }
    }

    @Test func `many requests with an expired token cause one refresh`() async throws {
        try await GatewayWorld.run { world in
            _ = try await world.connect().get(GatewayWorld.session)
            try world.rejectCurrentToken()
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<40 { group.addTask { try await world.connect().get(GatewayWorld.session).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == [Int](repeating: 200, count: 40))
            #expect(await world.broker.sandbox.counters().totalRotations == 1)
            #expect(await world.broker.sandbox.counters().refreshTokenReplays == 0)
        }
    }

    @Test func `content too large to be kept is streamed, with and without a length, and comes back whole`() async throws {
        try await GatewayWorld.run(configuration: "[gateway]\nretry_body_bytes = 100000", separateResourceServer: true) { world in
            let blob = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
            let head = "POST /xrpc/com.atproto.repo.uploadBlob HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n"
            let wire = try world.connect()
            try await wire.sendAside(Array("\(head)Content-Length: \(blob.count)\r\n\r\n".utf8) + blob)
            let known = try await wire.answer()
            #expect(known.status == 200, "\(known.text)")
            let chunked = stride(from: 0, to: blob.count, by: 70_000).flatMap { start -> [UInt8] in
                let part = blob[start..<min(start + 70_000, blob.count)]
                return Array("\(String(part.count, radix: 16))\r\n".utf8) + part + Array("\r\n".utf8)
            }
            try await wire.sendAside(Array("\(head)Transfer-Encoding: chunked\r\n\r\n".utf8) + chunked + Array("0\r\n\r\n".utf8))
            let unknown = try await wire.answer()
            #expect(unknown.json == known.json)
            // The first was preceded by a request for a nonce, without which it would have been sent in vain.
            #expect(world.upstream.requests.filter { $0.url.path.hasSuffix("uploadBlob") }.count == 2)

            let did = try #require(world.broker.sandbox.did(of: "alice.test"))
            let cid = try #require(known.json?["blob"]?["ref"]?["$link"]?.stringValue)
            let download = try await wire.get("/xrpc/com.atproto.sync.getBlob?did=\(did)&cid=\(cid)")
            #expect(download.body == blob)
        }
    }

    @Test func `what went through is told in the audit trail and in figures, and where the gateway is`() async throws {
        let rules = "[[access]]\noperations = [\"list\", \"fetch\", \"authorize\", \"admin\"]"
        try await GatewayWorld.run(configuration: rules) { world in
            _ = try await world.connect().get(GatewayWorld.session)
            _ = try await world.connect().get("/elsewhere")
            await world.answered()
            let client = world.broker.client
            let entries = try await client.adminAudit(.init()).entries.filter { $0.method == "gateway.request" }
            #expect(entries.map(\.nsid) == ["com.atproto.server.getSession"])
            #expect(entries.first?.account == world.broker.sandbox.did(of: "alice.test"))
            #expect(entries.first?.origin == world.broker.sandbox.origin)
            let figures = try await client.adminMetrics().text
            #expect(figures.contains(#"atoauthd_calls_total{method="gateway.request",outcome="ok"} 1"#))
            #expect(figures.contains(#"atoauthd_calls_total{method="gateway.request",outcome="method_not_found"} 1"#))
            #expect(try await client.info().gateway == world.broker.gatewayPath)
            await client.close()
        }
    }

    @Test func `no answer and no line of the log holds a secret`() async throws {
        try await GatewayWorld.run { world in
            let wire = try world.connect()
            _ = try await wire.get(GatewayWorld.session)
            _ = try await wire.get("/xrpc/../secret")
            let other = try world.connect()
            _ = await world.broker.sandbox.endSessions(of: world.broker.sandbox.did(of: "alice.test") ?? "")
            let ended = try await other.get(GatewayWorld.session)
            #expect(ended.status == 401)
            #expect(ended.error == "AuthenticationRequired")
            let again = try await other.get(GatewayWorld.session)
            #expect(again.status == 401)
            #expect(again.message.contains("invalid_grant"), "\(again.message)")
            let said = String(decoding: wire.transcript + other.transcript, as: UTF8.self) + world.broker.log.text
            let secrets = await world.broker.sandbox.issuedSecrets()
            #expect(secrets.count >= 4)
            for secret in secrets { #expect(!said.contains(secret)) }
        }
    }
}
