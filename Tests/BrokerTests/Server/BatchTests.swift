import BrokerAPI
import Testing

@testable import Broker

@Suite(.timeLimit(.minutes(1)))
struct BatchTests {
    private func request(_ id: Int64, _ method: String, _ params: JSONValue) -> JSONValue {
        RPCRequest(id: .number(id), method: method, params: params).json
    }

    private func send(_ batch: [JSONValue], _ client: LineClient) async throws {
        try await client.send(JSONValue.array(batch).bytes + [0x0A])
    }

    @Test func `a batch is answered in one line, in the order of its requests, when all are done`() async throws {
        try await PracticeServer.withClient { server, client in
            try await send([request(1, "test.wait", ["gate": "slow"]), request(2, "test.echo", ["text": "fast"])], client)
            #expect(await server.gates.next() == "came slow")
            // Another line overtakes the batch, which shows that the batch waits for its slowest call.
            #expect(try await client.answer(3, "test.echo", ["text": "a"])?["id"] == 3)
            server.gates.open("slow")
            let answers = try #require(try await client.next()?.arrayValue)
            #expect(answers.map { $0["id"] } == [1, 2])
            #expect(answers[1]["result"]?["text"] == "fast")
        }
    }

    @Test func `each member of a batch gets its own error`() async throws {
        try await PracticeServer.withClient { _, client in
            try await send([7, request(1, "no.such", [:]), request(2, "test.echo", ["text": "a"])], client)
            let answers = try #require(try await client.next()?.arrayValue)
            #expect(answers.map { $0["error"]?["code"] } == [-32600, -32601, nil])
            #expect(answers[0]["id"] == .null)
        }
    }

    @Test func `a batch of notifications is not answered`() async throws {
        try await PracticeServer.withClient { server, client in
            try await send([RPCNotification(method: "test.flood", params: ["bytes": 1]).json], client)
            await server.floods.reaches(1)
            #expect(try await client.answer(9, "test.echo", ["text": "a"])?["id"] == 9)
        }
    }

    @Test func `a hundred calls make a batch, one more is too many`() async throws {
        try await PracticeServer.withClient { _, client in
            let calls = (1...101).map { request($0, "test.echo", ["text": "a"]) }
            try await send(Array(calls.dropLast()), client)
            #expect(try await client.next()?.arrayValue?.count == 100)
            try await send(calls, client)
            let refusal = try await client.next()
            #expect(refusal?["error"]?["code"] == -32016)
            #expect(refusal?["id"] == .null)
        }
    }
}
