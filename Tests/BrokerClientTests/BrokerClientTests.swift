import BrokerAPI
import BrokerClient
import NIOCore
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1)))
struct BrokerClientTests {
    private let signature: JSONValue = ["headers": ["authorization": "DPoP a", "dpop": "b"], "tokenId": "t"]

    @Test func `answers find their calls in whatever order they come`() async throws {
        let daemon = ScriptedDaemon { _ in .silence }
        try await daemon.start()
        let client = BrokerClient(socketPath: daemon.path)
        async let first = client.signOut(account: "a.test")
        let one = try #require(await daemon.next())
        async let second = client.callback(url: "x:?code=1")
        let two = try #require(await daemon.next())
        try await daemon.send(RPCResponse(id: two.id, outcome: .success(["account": "did:plc:b"])).json)
        #expect(try await second.account == "did:plc:b")
        try await daemon.send(RPCResponse(id: one.id, outcome: .success([:])).json)
        #expect(try await first == SignOut.Result())
        await daemon.stop()
    }

    @Test func `a line that is too long for the daemon fails its own call and no other`() async throws {
        let daemon = ScriptedDaemon { _ in .silence }
        try await daemon.start()
        let client = BrokerClient(socketPath: daemon.path)
        async let short = client.callback(url: "x:?code=1")
        let request = try #require(await daemon.next())
        async let long = client.callback(url: "x:?code=" + String(repeating: "a", count: 5000))
        _ = try #require(await daemon.next())
        let refusal = RPCError(.tooLarge, "the line is longer than 4096 bytes", details: ["limit": 4096])
        try await daemon.send(RPCResponse(id: .null, outcome: .failure(refusal)).json)
        do {
            _ = try await long
            Issue.record("the long call has an answer")
        } catch let error as BrokerError {
            #expect(error.type == .tooLarge)
        }
        try await daemon.send(RPCResponse(id: request.id, outcome: .success(["account": "did:plc:b"])).json)
        #expect(try await short.account == "did:plc:b")
        await daemon.stop()
    }

    @Test func `many calls share one connection`() async throws {
        try await ScriptedDaemon.with { request in
            .result(["account": request.params["url"] ?? .null])
        } body: { _, path in
            let client = BrokerClient(socketPath: path)
            try await withThrowingTaskGroup { group in
                for index in 0..<500 {
                    group.addTask {
                        let answer = try await client.callback(url: "x:\(index)")
                        #expect(answer.account == "x:\(index)")
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func `parameters are what the schema asks for`() async throws {
        let signature = signature
        try await ScriptedDaemon.with { _ in
            .result(signature)
        } body: { daemon, path in
            let client = BrokerClient(socketPath: path)
            let rejected = RejectedSignature(tokenId: "t", dpopNonce: "n")
            _ = try await client.signRequest(account: "a.test", method: "GET", url: "https://pds.test/", rejected: rejected)
            let request = try #require(await daemon.next())
            #expect(request.method == "session.signRequest")
            #expect(SignRequest.definition.params.validate(request.params).isEmpty)
        }
    }

    @Test func `a refusal arrives with its type and details`() async throws {
        let refusal = RPCError(.rateLimited, "Too many calls; wait", details: ["retryAfterMs": 250])
        try await ScriptedDaemon.with { _ in
            .error(refusal)
        } body: { _, path in
            let error = await #expect(throws: BrokerError.self) { try await BrokerClient(socketPath: path).sessions() }
            #expect(error?.type == .rateLimited)
            #expect(error?.retryAfter == .milliseconds(250))
        }
    }

    @Test func `a daemon that is not there is reported at once`() async {
        let client = BrokerClient(socketPath: "/nonexistent/atoauthd.sock")
        await #expect(throws: ConnectionError(.unreachable, "")) { try await client.sessions() }
    }

    @Test func `an answer that never comes is a timeout, and the connection goes on`() async throws {
        try await ScriptedDaemon.with {
            $0.method == "session.list" ? .silence : .result([:])
        } body: { _, path in
            let client = BrokerClient(socketPath: path)
            await #expect(throws: ConnectionError(.timeout, "")) {
                try await client.call(ListSessions.self, EmptyObject(), timeout: .milliseconds(20))
            }
            try await client.cancel(flow: "f")
        }
    }

    @Test func `a cancelled call ends at once, and its late answer harms nobody`() async throws {
        let daemon = ScriptedDaemon { $0.method == "session.list" ? .silence : .result([:]) }
        try await daemon.start()
        let client = BrokerClient(socketPath: daemon.path)
        let call = Task { try await client.sessions() }
        let request = try #require(await daemon.next())
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
        try await daemon.send(RPCResponse(id: request.id, outcome: .success([])).json)
        try await client.cancel(flow: "f")
        await daemon.stop()
    }

    @Test func `a repeatable call survives a restart of the daemon`() async throws {
        let calls = Mutex(0)
        let first = ScriptedDaemon { _ in .close }
        try await first.start()
        let client = BrokerClient(socketPath: first.path)
        let list = Task { try await client.sessions() }
        _ = await first.next()
        await first.stop()
        let second = ScriptedDaemon(path: first.path) { _ in
            calls.withLock { $0 += 1 }
            return .result([])
        }
        try await second.start()
        #expect(try await list.value.isEmpty)
        #expect(calls.withLock { $0 } == 1)
        await second.stop()
    }

    @Test func `a call that must not happen twice is not repeated`() async throws {
        let calls = Mutex(0)
        let count: @Sendable (RPCRequest) -> ScriptedDaemon.Reply = { _ in
            calls.withLock { $0 += 1 }
            return .close
        }
        try await ScriptedDaemon.with(script: count) { _, path in
            let client = BrokerClient(socketPath: path)
            await #expect(throws: ConnectionError(.lost, "")) { try await client.signOut(account: "a.test") }
        }
        #expect(calls.withLock { $0 } == 1)
    }

    @Test func `a call that a stop of the daemon ended is repeated if it may be`() async throws {
        let calls = Mutex(0)
        let interrupt: @Sendable (RPCRequest) -> ScriptedDaemon.Reply = { request in
            let count = calls.withLock { calls in
                calls += 1
                return calls
            }
            let isEnded = count == 1 || request.method == SignOut.name
            return isEnded ? .error(RPCError(.cancelled, "the daemon stops", details: ["retryAfterMs": 0])) : .result([])
        }
        try await ScriptedDaemon.with(script: interrupt) { _, path in
            let client = BrokerClient(socketPath: path)
            let sessions = try await client.sessions()
            #expect(sessions.isEmpty)
            #expect(calls.withLock { $0 } == 2)
            await #expect(throws: BrokerError.self) { try await client.signOut(account: "a.test") }
            #expect(calls.withLock { $0 } == 3)
        }
    }

    @Test func `a call that ends the daemon each time is not sent for ever`() async throws {
        let calls = Mutex(0)
        let count: @Sendable (RPCRequest) -> ScriptedDaemon.Reply = { _ in
            calls.withLock { $0 += 1 }
            return .close
        }
        try await ScriptedDaemon.with(script: count) { _, path in
            await #expect(throws: ConnectionError(.lost, "")) { try await BrokerClient(socketPath: path).sessions() }
        }
        #expect(calls.withLock { $0 } == 3)
    }

    @Test(arguments: ["not json", "{}", #"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"x"}}"#])
    func `what is not the protocol is an error, not a hang`(line: String) async throws {
        try await ScriptedDaemon.with { _ in
            .raw(line)
        } body: { _, path in
            await #expect(throws: ConnectionError(.malformed, "")) { try await BrokerClient(socketPath: path).sessions() }
        }
    }

    @Test func `an answer of the wrong shape names the method`() async throws {
        try await ScriptedDaemon.with { _ in
            .result(["x": 1])
        } body: { _, path in
            let error = await #expect(throws: ConnectionError.self) { try await BrokerClient(socketPath: path).sessions() }
            #expect(error?.reason.contains("session.list") == true)
        }
    }

    @Test func `a closed client stays closed`() async throws {
        try await ScriptedDaemon.with { _ in
            .result([])
        } body: { _, path in
            let client = BrokerClient(socketPath: path)
            _ = try await client.sessions()
            await client.close()
            await #expect(throws: ConnectionError(.closed, "")) { try await client.sessions() }
        }
    }
}
