import BrokerAPI
import FoundationEssentials
import Glibc
import Testing

@testable import Broker

/// What goes along with a connection that is handed over, and which ones are not.
@Suite(.timeLimit(.minutes(1)))
struct HandedStateTests {
    private let event = RPCNotification(method: "events.session", params: [:])

    @Test func `a subscription goes along, with the number of events that were missed meanwhile`() async throws {
        let first = try await PracticeServer.make()
        let client = try await first.connect()
        #expect(try await client.answer(1, "events.subscribe", [:])?["id"] == 1)
        let connections = await first.leave()
        // The record is written when the daemon ends, so that what happens until then counts.
        let again = try await PracticeServer.make()
        await again.adopt(connections)
        #expect(again.subscribers.value.count == 1)
        let parked = await again.park()
        for _ in 1...3 { again.subscribers.value.first?.push(event) }
        let next = try await PracticeServer.make()
        await next.adopt(HandOver(parked.map(\.handed)))
        let lost = try await client.next()
        #expect(lost?["method"] == "events.lost")
        #expect(lost?["params"]?["count"] == 3)
        next.subscribers.value.first?.push(event)
        #expect(try await client.next()?["method"] == "events.session")
        await next.stop(within: .zero)
    }

    @Test func `the rest of a line that was too long is still skipped`() async throws {
        var limits = ServerLimits()
        limits.lineBytes = 4096
        let first = try await PracticeServer.make(limits)
        let client = try await first.connect()
        try await client.send([UInt8](repeating: 0x20, count: 10_000))
        #expect(try await client.next()?["error"]?["data"]?["type"] == "too_large")
        let next = try await PracticeServer.make(limits)
        await next.adopt(await first.leave())
        try await client.send("  the end of it\n")
        #expect(try await client.answer(1, "test.echo", ["text": "a"])?["id"] == 1)
        await next.stop(within: .zero)
    }

    @Test func `a client that has said all it wants gets its answers and is not handed over`() async throws {
        let server = try await PracticeServer.make()
        let client = try await server.connect()
        try await client.call(1, "test.wait", ["gate": "a"])
        #expect(await server.gates.next() == "came a")
        try await client.finishSending()
        async let connections = server.leave()
        while (try? await server.connect()) != nil {}
        server.gates.open("a")
        #expect(try await client.next()?["id"] == 1)
        #expect(try await client.next() == nil)
        await connections.close()
    }

    @Test func `a client that does not read its answers holds up nobody, and is not handed over`() async throws {
        var limits = ServerLimits()
        limits.farewell = .milliseconds(50)
        let server = try await PracticeServer.make(limits)
        let client = try await LineClient(server.path, readsAhead: false)
        try await client.call(1, "test.flood", ["bytes": 900_000])
        await server.floods.reaches(1)
        #expect(await server.leave().isEmpty)
    }

    @Test func `a connection that nothing is known of ends`() async throws {
        let first = try await PracticeServer.make()
        let client = try await first.connect()
        #expect(try await client.answer(1, "test.echo", ["text": "a"])?["id"] == 1)
        let left = await first.leave()
        let next = try await PracticeServer.make()
        await next.adopt(HandOver(sockets: left.sockets, state: nil))
        #expect(try await client.next() == nil)
        await next.stop(within: .zero)
        HandOver(sockets: [], state: left.state).close()
    }

    @Test func `what is known of connections can be changed by nobody`() async throws {
        let server = try await PracticeServer.make()
        let client = try await server.connect()
        #expect(try await client.answer(1, "test.echo", ["text": "a"])?["id"] == 1)
        let left = await server.leave()
        defer { left.close() }
        let state = try #require(left.state)
        #expect(write(state, "x", 1) == -1 && errno == EPERM)
        #expect(ftruncate(state, 0) == -1 && errno == EPERM)
    }
}
