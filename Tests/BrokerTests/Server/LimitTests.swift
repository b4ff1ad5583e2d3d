import BrokerAPI
import Testing

@testable import Broker

@Suite(.timeLimit(.minutes(1)))
struct LimitTests {
    @Test func `a user's connections are counted, and one that closes makes room`() async throws {
        var limits = ServerLimits()
        limits.connectionsPerUser = 2
        try await PracticeServer.withClient(limits) { server, first in
            let second = try await server.connect()
            _ = try await first.answer(1, "test.echo", ["text": "a"])
            _ = try await second.answer(1, "test.echo", ["text": "a"])
            let third = try await server.connect()
            let refusal = try await third.next()
            #expect(refusal?["error"]?["data"]?["type"] == "rate_limited")
            #expect(try await third.next() == nil)
            try await second.close()
            // The server learns of the close a moment later.
            var answer: JSONValue?
            while answer?["result"] == nil {
                let client = try await server.connect()
                answer = try? await client.answer(1, "test.echo", ["text": "a"])
                try? await client.close()
            }
        }
    }

    @Test func `all users together have a bound as well`() async throws {
        var limits = ServerLimits()
        limits.connections = 1
        try await PracticeServer.withClient(limits) { server, client in
            _ = try await client.answer(1, "test.echo", ["text": "a"])
            #expect(try await server.connect().next()?["error"]?["data"]?["type"] == "rate_limited")
        }
    }

    @Test func `a user's calls in flight are counted over all connections`() async throws {
        var limits = ServerLimits()
        limits.callsInFlightPerUser = 2
        try await PracticeServer.withClient(limits) { server, client in
            try await client.call(1, "test.wait", ["gate": "a"])
            try await client.call(2, "test.wait", ["gate": "b"])
            _ = (await server.gates.next(), await server.gates.next())
            let other = try await server.connect()
            let refusal = try await other.answer(3, "test.echo", ["text": "a"])
            #expect(refusal?["id"] == 3)
            #expect(refusal?["error"]?["data"]?["type"] == "rate_limited")
            #expect(refusal?["error"]?["data"]?["retryAfterMs"]?.intValue != nil)
            server.gates.open("a")
            #expect(try await client.next()?["id"] == 1)
            #expect(try await other.answer(4, "test.echo", ["text": "a"])?["result"] != nil)
        }
    }

    @Test func `answers that nobody reads count until they are read, and further ones are refusals`() async throws {
        var limits = ServerLimits()
        (limits.unreadBytes, limits.unreadMemory, limits.callsInFlight) = (16_000_000, 3_000_000, 4)
        try await PracticeServer.withClient(limits, readsAhead: false) { server, deaf in
            for id in 1...4 as ClosedRange<Int64> { try await deaf.call(id, "test.flood", ["bytes": 1_000_000]) }
            await server.floods.reaches(4)
            let other = try await server.connect()
            var answer: JSONValue?
            // The floods' answers are written down a moment after the calls were made.
            repeat { answer = try await other.answer(5, "test.flood", ["bytes": 1_500_000]) } while answer?["result"] != nil
            #expect(answer?["error"]?["data"]?["type"] == "rate_limited")
            #expect(try await other.answer(6, "test.echo", ["text": "a"])?["result"] != nil)
            try await deaf.readAhead()
            var sizes: [Int] = []
            for _ in 1...4 { sizes.append(try await deaf.next()?["result"]?.stringValue?.utf8.count ?? 0) }
            #expect(sizes.filter { $0 == 1_000_000 }.count >= 2)
            #expect(try await other.answer(7, "test.flood", ["bytes": 1_500_000])?["result"] != nil)
        }
    }

    @Test func `calls in quick succession are slowed down, and told for how long`() async throws {
        var limits = ServerLimits()
        limits.callsPerSecond = 3
        try await PracticeServer.withClient(limits) { _, client in
            var refusal: JSONValue?
            for id in 1...10 where refusal == nil { refusal = try await client.answer(Int64(id), "test.echo", ["text": "a"])?["error"] }
            #expect(refusal?["data"]?["type"] == "rate_limited")
            #expect(refusal?["data"]?["retryAfterMs"]?.intValue.map { (1...334).contains($0) } == true)
        }
    }

    @Test func `a line that arrives a byte at a time ends the connection with an error`() async throws {
        var limits = ServerLimits()
        limits.lineTime = .milliseconds(200)
        try await PracticeServer.withClient(limits) { _, client in
            let drip = Task {
                while !Task.isCancelled {
                    try await client.send("x")
                    try await Task.sleep(for: .milliseconds(10))
                }
            }
            let farewell = try await client.next()
            #expect(farewell?["error"]?["data"]?["type"] == "timeout")
            let end = try await client.next()
            #expect(end == nil)
            drip.cancel()
        }
    }

    @Test func `a client whose reads always end within a line is not mistaken for one that drips`() async throws {
        var limits = ServerLimits()
        limits.lineTime = .seconds(1)
        try await PracticeServer.withClient(limits) { _, client in
            let line = RPCRequest(id: .number(1), method: "test.echo", params: ["text": "a"]).json.bytes + [0x0A]
            let clock = ContinuousClock()
            let end = clock.now + .milliseconds(1500)
            // Each piece holds the end of one line and the beginning of the next.
            try await client.send(Array(line.prefix(10)))
            while clock.now < end {
                try await client.send(Array(line.dropFirst(10)) + Array(line.prefix(10)))
                #expect(try await client.next()?["result"] != nil)
            }
        }
    }

    @Test func `lines that wait unread are not timed`() async throws {
        var limits = ServerLimits()
        limits.lineTime = .milliseconds(100)
        limits.callsInFlight = 1
        try await PracticeServer.withClient(limits) { server, client in
            try await client.call(1, "test.wait", ["gate": "a"])
            try await client.call(2, "test.echo", ["text": "a"])
            #expect(await server.gates.next() == "came a")
            try await Task.sleep(for: .milliseconds(300))
            server.gates.open("a")
            #expect(try await client.next()?["id"] == 1)
            #expect(try await client.next()?["id"] == 2)
        }
    }

    @Test func `a silent client is let go`() async throws {
        var limits = ServerLimits()
        limits.idle = .milliseconds(100)
        try await PracticeServer.withClient(limits) { _, client in
            let end = try await client.next()
            #expect(end == nil)
        }
    }

    @Test func `waiting for an answer is no silence`() async throws {
        var limits = ServerLimits()
        limits.idle = .milliseconds(500)
        try await PracticeServer.withClient(limits) { server, client in
            try await client.call(1, "test.wait", ["gate": "a"])
            #expect(await server.gates.next() == "came a")
            try await Task.sleep(for: .milliseconds(1500))
            server.gates.open("a")
            #expect(try await client.next()?["id"] == 1)
        }
    }

    @Test func `waiting for events is no silence`() async throws {
        var limits = ServerLimits()
        limits.idle = .milliseconds(500)
        try await PracticeServer.withClient(limits) { server, client in
            _ = try await client.answer(1, "test.listen")
            try await Task.sleep(for: .milliseconds(1500))
            server.subscribers.value[0].push(RPCNotification(method: "test.event"))
            #expect(try await client.next()?["method"] == "test.event")
        }
    }
}
