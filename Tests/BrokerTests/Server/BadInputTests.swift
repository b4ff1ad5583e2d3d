import BrokerAPI
import Testing

@testable import Broker

/// Whatever a client sends, it learns what was wrong, and its connection goes on.
@Suite(.timeLimit(.minutes(1)))
struct BadInputTests {
    @Test(arguments: [
        ("nonsense\n", -32700, "not JSON"),
        ("{\"jsonrpc\":\"2.0\",\"id\":1,\n", -32700, "not JSON"),
        ("{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"test.echo\"}\n", -32700, "twice"),
        ("7\n", -32600, "must be an object"),
        ("{\"id\":1,\"method\":\"test.echo\"}\n", -32600, "jsonrpc"),
        ("{\"jsonrpc\":\"2.0\",\"id\":1}\n", -32600, "method must be a string"),
        ("{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"test.echo\"}\n", -32600, "id must be"),
        ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"test.echo\",\"params\":7}\n", -32600, "params must be"),
        ("[]\n", -32600, "must not be empty"),
        ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"test.echo\",\"params\":[\"text\"]}\n", -32602, "must be an object"),
        ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"test.echo\"}\n", -32602, "params.text is missing"),
        ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"test.echo\",\"params\":{\"text\":5}}\n", -32602, "must be a string"),
        ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"test.echo\",\"params\":{\"text\":\"a\",\"x\":1}}\n", -32602, "is not a member"),
        ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"Test.Echo\"}\n", -32601, "did you mean test.echo?"),
        ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"no.such\"}\n", -32601, "rpc.discover"),
    ])
    func `a bad line gets a clear error, and the next call is answered`(line: String, code: Int64, hint: String) async throws {
        try await PracticeServer.withClient { _, client in
            try await client.send(line)
            let error = try #require(try await client.next()?["error"])
            #expect(error["code"] == .int(code))
            #expect(error["message"]?.stringValue?.contains(hint) == true, "\(error)")
            #expect(error["data"]?["type"]?.stringValue != nil)
            let answer = try await client.answer(2, "test.echo", ["text": "still here"])
            #expect(answer?["result"]?["text"] == "still here")
        }
    }

    @Test func `a mistyped parameter is answered with field, rule and remedy`() async throws {
        try await PracticeServer.withClient { _, client in
            let violation = try await client.answer(1, "test.echo", ["text": 5])?["error"]?["data"]?["violations"]?.arrayValue?.first
            #expect(violation?["field"] == "params.text")
            #expect(violation?["rule"] == "must be a string")
            #expect(violation?["remedy"]?.stringValue?.isEmpty == false)
        }
    }

    @Test func `a line that is not UTF-8 gets the place of the first bad byte`() async throws {
        try await PracticeServer.withClient { _, client in
            try await client.send(Array("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"".utf8) + [0xC3, 0x28] + Array("\"}\n".utf8))
            let error = try #require(try await client.next()?["error"])
            #expect(error["code"] == -32700)
            #expect(error["data"]?["offset"]?.intValue.map { (34...36).contains($0) } == true, "\(error)")
        }
    }

    @Test func `a line of two mebibytes is refused and skipped`() async throws {
        try await PracticeServer.withClient { _, client in
            try await client.send([UInt8](repeating: UInt8(ascii: "x"), count: 2 * 1_048_576) + [0x0A])
            let error = try #require(try await client.next()?["error"])
            #expect(error["code"] == -32016)
            #expect(error["data"]?["limit"] == 1_048_576)
            #expect(try await client.answer(1, "test.echo", ["text": "a"])?["id"] == 1)
        }
    }

    @Test func `the longest allowed line is read`() async throws {
        var limits = ServerLimits()
        limits.lineBytes = 4096
        try await PracticeServer.withClient(limits) { _, client in
            let frame = RPCRequest(id: .number(1), method: "test.echo", params: ["text": ""]).json.bytes.count
            let text = String(repeating: "x", count: 4096 - frame)
            let fits = try await client.answer(1, "test.echo", ["text": .string(text)])
            #expect(fits?["result"]?["text"] == .string(text))
            let tooLong = try await client.answer(1, "test.echo", ["text": .string(text + "x")])
            #expect(tooLong?["error"]?["code"] == -32016)
        }
    }

    @Test func `an unforeseen failure is told to the log, and to the caller only that there was one`() async throws {
        try await PracticeServer.withClient { server, client in
            let error = try #require(try await client.answer(1, "test.fail")?["error"])
            #expect(error["code"] == -32603)
            #expect(!String(decoding: error.bytes, as: UTF8.self).contains("swordfish"))
            let id = try #require(error["data"]?["id"]?.stringValue)
            #expect(server.log.value.contains { $0.contains("swordfish") && $0.contains(id) })
        }
    }

    @Test func `what a call said is not in the log`() async throws {
        try await PracticeServer.withClient { server, client in
            _ = try await client.answer(1, "test.echo", ["text": "open sesame"])
            #expect(server.log.value.contains { $0.contains("method=test.echo") && $0.contains("uid=") && $0.contains("microseconds=") })
            #expect(!server.log.value.contains { $0.contains("sesame") })
        }
    }

    @Test func `a call without an id is made and not answered`() async throws {
        try await PracticeServer.withClient { server, client in
            try await client.send(RPCNotification(method: "test.flood", params: ["bytes": 1]).json.bytes + [0x0A])
            await server.floods.reaches(1)
            #expect(try await client.answer(2, "test.echo", ["text": "a"])?["id"] == 2)
        }
    }

    @Test func `a client that sends a call and hangs up its side is answered, without a last newline too`() async throws {
        try await PracticeServer.withClient { _, client in
            try await client.send(RPCRequest(id: .number(1), method: "test.flood", params: ["bytes": 4_000_000]).json.bytes)
            try await client.finishSending()
            #expect(try await client.next()?["result"]?.stringValue?.utf8.count == 4_000_000)
            #expect(try await client.next() == nil)
        }
    }

    @Test func `the kernel says who calls`() async throws {
        try await PracticeServer.withClient { _, client in
            let peer = try #require(try await client.answer(1, "test.caller")?["result"])
            #expect(peer["uid"] == .int(Int64(Caller.own.uid)))
            #expect(peer["gid"] == .int(Int64(Caller.own.gid)))
            #expect(peer["pid"] == .int(Int64(Caller.own.pid)))
        }
    }
}
