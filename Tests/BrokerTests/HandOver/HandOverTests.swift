import BrokerAPI
import FoundationEssentials
import Glibc
import Testing

@testable import Broker

/// Clients that stay connected while one server ends and the next begins.
@Suite(.timeLimit(.minutes(1)))
struct HandOverTests {
    /// Runs `before` with a client of one server and `after` with the same connection to the next. `meanwhile` runs in between.
    private func handOver(
        _ limits: ServerLimits = ServerLimits(), grace: Duration = .seconds(30),
        before: (PracticeServer, LineClient) async throws -> Void,
        meanwhile: (PracticeServer, LineClient) async throws -> Void = { _, _ in },
        after: (PracticeServer, LineClient) async throws -> Void
    ) async throws {
        let first = try await PracticeServer.make(limits)
        let client = try await LineClient(first.path)
        try await before(first, client)
        let connections = await first.leave(within: grace)
        try await meanwhile(first, client)
        let next = try await PracticeServer.make(limits)
        await next.adopt(connections)
        try await after(next, client)
        try await client.close()
        await next.stop(within: .zero)
    }

    @Test func `a client goes on with the next server on the same connection`() async throws {
        try await handOver { _, client in
            let answer = try await client.answer(1, "test.echo", ["text": "a"])
            #expect(answer?["id"] == 1)
        } after: { _, client in
            #expect(try await client.answer(2, "test.echo", ["text": "b"])?["result"]?["text"] == "b")
            let caller = try await client.answer(3, "test.caller")?["result"]
            #expect(caller?["uid"] == .int(Int64(geteuid())))
            #expect(caller?["pid"] == .int(Int64(getpid())))
        }
    }

    @Test func `a call in flight is answered before the connection is left`() async throws {
        let server = try await PracticeServer.make()
        let client = try await server.connect()
        try await client.call(1, "test.wait", ["gate": "a"])
        #expect(await server.gates.next() == "came a")
        async let connections = server.leave()
        while (try? await server.connect()) != nil {}
        server.gates.open("a")
        #expect(try await client.next()?["result"]?["gate"] == "a")
        let next = try await PracticeServer.make()
        await next.adopt(await connections)
        #expect(try await client.answer(2, "test.echo", ["text": "b"])?["id"] == 2)
        await next.stop(within: .zero)
    }

    @Test func `a call that does not end is answered so that its caller can repeat it, and the connection goes on`() async throws {
        try await handOver(grace: .milliseconds(20)) { server, client in
            try await client.call(1, "test.wait", ["gate": "never"])
            #expect(await server.gates.next() == "came never")
        } after: { _, client in
            let error = try await client.next()?["error"]
            #expect(error?["code"] == -32017)
            #expect(error?["data"]?["retryAfterMs"] == 0)
            #expect(try await client.answer(2, "test.echo", ["text": "b"])?["id"] == 2)
        }
    }

    @Test func `half a line is completed at the next server`() async throws {
        let line = RPCRequest(id: .number(2), method: "test.echo", params: ["text": "whole"]).json.bytes + [0x0A]
        try await handOver { _, client in
            // An answer shows that the bytes before it have been read.
            try await client.send(
                RPCRequest(id: .number(1), method: "test.echo", params: ["text": "a"]).json.bytes + [0x0A] + line.prefix(20))
            #expect(try await client.next()?["id"] == 1)
        } after: { _, client in
            try await client.send(Array(line.dropFirst(20)))
            #expect(try await client.next()?["result"]?["text"] == "whole")
        }
    }

    @Test func `calls that come while nobody reads are answered by the next server, in their order`() async throws {
        try await handOver { _, client in
            let answer = try await client.answer(1, "test.echo", ["text": "a"])
            #expect(answer?["id"] == 1)
        } meanwhile: { _, client in
            for id in 2...50 { try await client.call(Int64(id), "test.echo", ["text": .string("\(id)")]) }
        } after: { _, client in
            var answered: Set<Int64> = []
            for _ in 2...50 { answered.insert(try await client.next()?["id"]?.intValue ?? 0) }
            #expect(answered == Set(2...50))
        }
    }

    @Test func `calls that were read and not begun are made by the next server`() async throws {
        var limits = ServerLimits()
        limits.callsInFlight = 1
        let server = try await PracticeServer.make(limits)
        let client = try await server.connect()
        // The second one is read with the first, and waits for its turn.
        let lines = (1...2).flatMap { (id: Int64) -> [UInt8] in
            RPCRequest(id: .number(id), method: "test.wait", params: ["gate": .string("\(id)")]).json.bytes + [0x0A]
        }
        try await client.send(lines)
        #expect(await server.gates.next() == "came 1")
        async let connections = server.leave()
        while (try? await server.connect()) != nil {}
        server.gates.open("1")
        #expect(try await client.next()?["id"] == 1)
        let next = try await PracticeServer.make(limits)
        await next.adopt(await connections)
        #expect(await next.gates.next() == "came 2")
        next.gates.open("2")
        #expect(try await client.next()?["id"] == 2)
        await next.stop(within: .zero)
    }
}
