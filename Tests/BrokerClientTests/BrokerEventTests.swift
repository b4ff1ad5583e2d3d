import BrokerAPI
import BrokerClient
import Testing

@Suite(.timeLimit(.minutes(1)))
struct BrokerEventTests {
    private let subscribed: @Sendable (RPCRequest) -> ScriptedDaemon.Reply = { _ in .result(["topics": ["session"]]) }

    private func event(_ did: String) throws -> JSONValue {
        let params = try JSONValue(encoding: SessionEvent(kind: .updated, did: did))
        return RPCNotification(method: SessionEvent.method, params: params).json
    }

    @Test func `events arrive in order`() async throws {
        try await ScriptedDaemon.with(script: subscribed) { daemon, path in
            var events = try await BrokerClient(socketPath: path).events().makeAsyncIterator()
            try await daemon.send(event("did:plc:a"))
            try await daemon.send(RPCNotification(method: LostEvents.method, params: ["count": 3]).json)
            #expect(await events.next() == .session(SessionEvent(kind: .updated, did: "did:plc:a")))
            #expect(await events.next() == .lost(3))
        }
    }

    @Test func `a restart of the daemon shows as lost events, and the stream goes on`() async throws {
        let first = ScriptedDaemon(script: subscribed)
        try await first.start()
        var events = try await BrokerClient(socketPath: first.path).events().makeAsyncIterator()
        await first.stop()
        let second = ScriptedDaemon(path: first.path, script: subscribed)
        try await second.start()
        #expect(await events.next() == .lost(nil))
        _ = await second.next()
        try await second.send(event("did:plc:b"))
        #expect(await events.next() == .session(SessionEvent(kind: .updated, did: "did:plc:b")))
        await second.stop()
    }

    @Test func `a refused subscription is an error`() async throws {
        try await ScriptedDaemon.with { _ in
            .error(RPCError(.accessDenied, "no"))
        } body: { _, path in
            await #expect(throws: BrokerError.self) { _ = try await BrokerClient(socketPath: path).events() }
        }
    }
}
