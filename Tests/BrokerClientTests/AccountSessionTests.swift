import BrokerAPI
import BrokerClient
import HTTPTypes
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1)))
struct AccountSessionTests {
    /// A resource server that answers from a list, and a daemon that counts its signatures.
    private final class Scene: Sendable {
        let responses: Mutex<[HTTPResponse]>
        let sent = Mutex<[HTTPRequest]>([])
        let signed = Mutex<[JSONValue]>([])

        init(_ responses: [HTTPResponse]) { self.responses = Mutex(responses) }

        @Sendable func sign(_ request: RPCRequest) -> ScriptedDaemon.Reply {
            let number = signed.withLock { signed in
                signed.append(request.params)
                return signed.count
            }
            return .result([
                "headers": ["authorization": .string("DPoP token\(number)"), "dpop": .string("proof\(number)")],
                "tokenId": .string("id\(number)"),
            ])
        }

        func perform(_ request: HTTPRequest) -> (HTTPResponse, String) {
            sent.withLock { $0.append(request) }
            return (responses.withLock { $0.removeFirst() }, "body")
        }

        var rejections: [JSONValue?] { signed.withLock { $0.map { $0["rejected"] } } }
    }

    private func response(_ status: Int, challenge: String? = nil, nonce: String? = nil) throws -> HTTPResponse {
        var response = HTTPResponse(status: .init(code: status))
        if let challenge { response.headerFields[.wwwAuthenticate] = challenge }
        if let nonce { response.headerFields[try #require(HTTPField.Name("DPoP-Nonce"))] = nonce }
        return response
    }

    private func run(
        _ responses: [HTTPResponse], requests: Int = 1, isRepeatable: Bool = true, bodyError: String? = nil
    ) async throws -> (Scene, Int) {
        let scene = Scene(responses)
        let status = Mutex(0)
        try await ScriptedDaemon.with(script: scene.sign) { _, path in
            let session = AccountSession(account: "a.test", client: BrokerClient(socketPath: path))
            let request = HTTPRequest(
                method: .get, scheme: "https", authority: "pds.test", path: "/xrpc/a.b.c?d=e", headerFields: [.authorization: "Bearer own"])
            for _ in 0..<requests {
                let reply = try await session.send(request, isRepeatable: isRepeatable, bodyError: { _ in bodyError }, using: scene.perform)
                status.withLock { $0 = reply.0.status.code }
            }
        }
        return (scene, status.withLock { $0 })
    }

    @Test func `a request is sent with both headers, the app's own authorization replaced`() async throws {
        let (scene, status) = try await run([response(200)])
        #expect(status == 200)
        let sent = try #require(scene.sent.withLock { $0.first })
        #expect(sent.headerFields[values: .authorization] == ["DPoP token1"])
        #expect(sent.headerFields[try #require(HTTPField.Name("DPoP"))] == "proof1")
        #expect(scene.signed.withLock { $0.first?["url"] } == "https://pds.test/xrpc/a.b.c?d=e")
    }

    @Test func `a wanted nonce is reported and the request sent again`() async throws {
        let challenge = #"Bearer error="x, y", DPoP realm="a\"b", error="use_dpop_nonce""#
        let (scene, status) = try await run([response(401, challenge: challenge, nonce: "n1"), response(200, nonce: "n1")])
        #expect(status == 200)
        #expect(scene.rejections == [nil, ["dpopNonce": "n1"]])
    }

    @Test func `a rejected token is reported by its id`() async throws {
        let (scene, status) = try await run([response(401, challenge: #"DPoP error="invalid_token""#, nonce: "n"), response(200)])
        #expect(status == 200)
        #expect(scene.rejections == [nil, ["tokenId": "id1", "dpopNonce": "n"]])
    }

    @Test func `both in a row are both cured`() async throws {
        let nonce = try response(401, challenge: #"DPoP error="use_dpop_nonce""#, nonce: "n")
        let (scene, status) = try await run([nonce, response(401, challenge: #"DPoP error="invalid_token""#), response(200)])
        #expect(status == 200)
        #expect(scene.rejections == [nil, ["dpopNonce": "n"], ["tokenId": "id2"]])
    }

    @Test(arguments: ["use_dpop_nonce", "invalid_token"]) func `each reason is retried once`(error: String) async throws {
        let rejected = try response(401, challenge: #"DPoP error="\#(error)""#, nonce: "n")
        let (scene, status) = try await run([rejected, rejected, response(200)])
        #expect(status == 401)
        #expect(scene.sent.withLock { $0.count } == 2)
    }

    @Test func `a 400 that asks for a nonce in its body is retried too`() async throws {
        let (scene, _) = try await run([response(400, nonce: "n"), response(400)], bodyError: "use_dpop_nonce")
        #expect(scene.rejections == [nil, ["dpopNonce": "n"]])
    }

    @Test func `a stream is not sent again`() async throws {
        let (scene, status) = try await run(
            [response(401, challenge: #"DPoP error="use_dpop_nonce""#, nonce: "n")], isRepeatable: false)
        #expect(status == 401)
        #expect(scene.sent.withLock { $0.count } == 1)
    }

    @Test(arguments: [#"Bearer error="invalid_token""#, #"DPoP error="insufficient_scope""#, #"DPoP realm="use_dpop_nonce""#, ""])
    func `other challenges are the response`(challenge: String) async throws {
        let (scene, _) = try await run([response(401, challenge: challenge, nonce: "n")])
        #expect(scene.sent.withLock { $0.count } == 1)
    }

    @Test func `nonces are learned from good responses and told once`() async throws {
        let (scene, _) = try await run([response(200, nonce: "n1"), response(200, nonce: "n1"), response(200, nonce: "n2")], requests: 3)
        #expect(scene.rejections == [nil, ["dpopNonce": "n1"], nil])
    }
}
