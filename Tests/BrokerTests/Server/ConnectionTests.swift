import BrokerAPI
import Testing

@testable import Broker

/// Calls side by side on one connection, and the ways in which a connection ends.
@Suite(.timeLimit(.minutes(1)))
struct ConnectionTests {
    @Test func `calls are answered as they finish`() async throws {
        try await PracticeServer.withClient { server, client in
            try await client.call(1, "test.wait", ["gate": "a"])
            try await client.call(2, "test.wait", ["gate": "b"])
            _ = (await server.gates.next(), await server.gates.next())
            server.gates.open("b")
            #expect(try await client.next()?["id"] == 2)
            server.gates.open("a")
            #expect(try await client.next()?["id"] == 1)
        }
    }

    @Test func `a client that goes away cancels its calls`() async throws {
        try await PracticeServer.withClient { server, client in
            try await client.call(1, "test.wait", ["gate": "a"])
            #expect(await server.gates.next() == "came a")
            try await client.close()
            #expect(await server.gates.next() == "gave up a")
        }
    }

    @Test func `a client that goes away while it is not read from cancels its calls`() async throws {
        var limits = ServerLimits()
        limits.callsInFlight = 1
        try await PracticeServer.withClient(limits) { server, client in
            try await client.call(1, "test.wait", ["gate": "a"])
            try await client.call(2, "test.wait", ["gate": "b"])
            #expect(await server.gates.next() == "came a")
            try await client.close()
            #expect(await server.gates.next() == "gave up a")
        }
    }

    @Test func `one connection's calls do not hold up another's`() async throws {
        try await PracticeServer.withClient { server, client in
            for id in 1...50 { try await client.call(Int64(id), "test.wait", ["gate": .string("\(id)")]) }
            for _ in 1...50 { _ = await server.gates.next() }
            let other = try await server.connect()
            #expect(try await other.answer(1, "test.echo", ["text": "a"])?["id"] == 1)
        }
    }

    @Test func `calls beyond those that may be in flight wait unread, and none is lost`() async throws {
        var limits = ServerLimits()
        limits.callsInFlight = 2
        try await PracticeServer.withClient(limits) { server, client in
            for id in 1...5 { try await client.call(Int64(id), "test.wait", ["gate": .string("\(id)")]) }
            var answered: [JSONValue?] = []
            for id in 1...5 { server.gates.open("\(id)") }
            for _ in 1...5 { answered.append(try await client.next()?["id"]) }
            #expect(Set(answered) == [1, 2, 3, 4, 5])
        }
    }

    @Test func `a client that does not read its answers is read from no more`() async throws {
        var limits = ServerLimits()
        limits.unreadBytes = 65_536
        limits.callsInFlight = 4
        try await PracticeServer.withClient(limits, readsAhead: false) { server, client in
            let calls = 200
            let lines = (1...calls).flatMap { id in
                RPCRequest(id: .number(Int64(id)), method: "test.flood", params: ["bytes": 100_000]).json.bytes + [0x0A]
            }
            try await client.send(lines)
            // Another connection's calls show when the server has done what it would do for this one.
            let other = try await server.connect()
            var before = -1
            while before != server.floods.value {
                before = server.floods.value
                for id in 1...20 { _ = try await other.answer(Int64(id), "test.echo", ["text": "a"]) }
            }
            // What fits into the kernel's buffers and ours is made; far from all.
            #expect(before < 40, "\(before) calls were made for a client that reads none of their answers")
            try await client.readAhead()
            for _ in 1...calls { #expect(try await client.next()?["result"] != nil) }
            #expect(server.floods.value == calls)
        }
    }

    @Test func `a stop lets calls in flight finish, and takes no more`() async throws {
        let server = try await PracticeServer.make()
        let client = try await server.connect()
        try await client.call(1, "test.wait", ["gate": "a"])
        #expect(await server.gates.next() == "came a")
        async let stopped: Void = server.stop(within: .seconds(30))
        while (try? await server.connect()) != nil {}
        server.gates.open("a")
        #expect(try await client.next()?["id"] == 1)
        #expect(try await client.next() == nil)
        await stopped
    }

    @Test func `a stop waits no longer than it was told to`() async throws {
        let server = try await PracticeServer.make()
        let client = try await server.connect()
        try await client.call(1, "test.wait", ["gate": "never"])
        #expect(await server.gates.next() == "came never")
        await server.stop(within: .milliseconds(50))
        #expect(await server.gates.next() == "gave up never")
        #expect(try await client.next()?["error"]?["data"]?["type"] == "cancelled")
        #expect(try await client.next() == nil)
    }
}
