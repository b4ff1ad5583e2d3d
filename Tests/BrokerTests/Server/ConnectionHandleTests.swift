import BrokerAPI
import Testing

@testable import Broker

@Suite(.timeLimit(.minutes(1)))
struct ConnectionHandleTests {
    @Test func `events arrive in order`() async throws {
        try await PracticeServer.withClient { server, client in
            _ = try await client.answer(1, "test.listen")
            let connection = server.subscribers.value[0]
            for number in 1...20 { connection.push(RPCNotification(method: "test.event", params: ["number": .int(Int64(number))])) }
            for number in 1...20 { #expect(try await client.next()?["params"]?["number"] == .int(Int64(number))) }
        }
    }

    @Test func `a reader that is too slow loses events and is told how many`() async throws {
        var limits = ServerLimits()
        limits.eventQueue = 4
        try await PracticeServer.withClient(limits, readsAhead: false) { server, client in
            try await client.call(1, "test.listen")
            client.readOnce()
            #expect(try await client.next()?["id"] == 1)
            let connection = server.subscribers.value[0]
            let padding = JSONValue.string(String(repeating: "x", count: 100_000))
            let sent = 100
            for _ in 1...sent { connection.push(RPCNotification(method: "test.event", params: ["padding": padding])) }
            try await client.readAhead()
            var (received, lost) = (0, 0)
            while received + lost < sent {
                let event = try #require(try await client.next())
                if event["method"] == .string(LostEvents.method) {
                    lost += Int(event["params"]?["count"]?.intValue ?? 0)
                } else {
                    received += 1
                }
                // News of a loss may wait for the next event.
                if received + lost < sent { connection.push(RPCNotification(method: "test.event")) }
                if received + lost > sent + 1000 { break }
            }
            #expect(lost > 0)
        }
    }

    @Test func `a reader who leaves with events unread takes nobody along`() async throws {
        try await PracticeServer.withClient { server, _ in
            for number in 1...20 {
                let leaver = try await LineClient(server.path, readsAhead: false)
                try await leaver.call(1, "test.listen")
                leaver.readOnce()
                _ = try await leaver.next()
                // More than a socket holds, so that events wait when the reader goes.
                let padding = JSONValue.string(String(repeating: "x", count: 100_000))
                let connection = try #require(server.subscribers.value.last)
                for _ in 1...20 { connection.push(RPCNotification(method: "test.event", params: ["padding": padding])) }
                try await leaver.close()
                await server.closed.reaches(number)
            }
            let other = try await server.connect()
            #expect(try await other.answer(1, "test.echo", ["text": "a"])?["result"] != nil)
        }
    }

    @Test func `a connection that closes says so once, however often it was asked`() async throws {
        try await PracticeServer.withClient { server, client in
            for id in 1...100 { _ = try await client.answer(Int64(id), "test.listen") }
            try await client.close()
            await server.closed.reaches(1)
            await server.stop(within: .zero)
            #expect(server.closed.value == 1)
        }
    }
}
