import Sandbox
import BrokerAPI
import FoundationEssentials
import Testing

/// Bad input gets a clear error, and neither the connection nor the daemon minds.
@Suite struct BadInputTests {
    private struct Case {
        let line: [UInt8]
        let code: Int64
        let says: String

        init(_ line: String, _ code: Int64, says: String = "") {
            self.init(Array(line.utf8), code, says: says)
        }

        init(_ line: [UInt8], _ code: Int64, says: String = "") {
            self.line = line
            self.code = code
            self.says = says
        }
    }

    private static func call(_ method: String, _ params: String) -> String {
        #"{"jsonrpc":"2.0","id":7,"method":"\#(method)","params":\#(params)}"#
    }

    private static let cases: [Case] = [
        Case(call("session.sign", "{}"), -32601, says: "session.sign"),
        Case(call("session.tokenInfo", "{}"), -32602, says: "params.account"),
        Case(call("session.tokenInfo", #"{"account":5}"#), -32602, says: "params.account"),
        Case(call("session.tokenInfo", #"{"account":"alice.test","acount":1}"#), -32602, says: "acount"),
        Case(call("session.tokenInfo", "[]"), -32602, says: "object"),
        Case(call("session.tokenInfo", #"{"account":"alice.test","refresh":"maybe"}"#), -32602, says: "params.refresh"),
        Case(call("session.tokenInfo", #"{"account":"nobody.example.com"}"#), -32001, says: "nobody.example.com"),
        Case(call("oauth.authorize", #"{"identifier":"unknown.test"}"#), -32006, says: "unknown.test"),
        Case(call("oauth.authorize", #"{"identifier":"not a handle"}"#), -32006, says: "handle"),
        Case(call("oauth.authorize", #"{"identifier":"http://127.0.0.1:1"}"#), -32006, says: "127.0.0.1:1"),
        Case(call("oauth.authorize", #"{"identifier":"alice.test","scope":"everything"}"#), -32602, says: "scope"),
        Case(call("oauth.authorize", #"{"identifier":"alice.test","registration":"other"}"#), -32602, says: "default"),
        Case(
            call("oauth.authorize", #"{"identifier":"alice.test","redirectUri":"https://evil.example.com/"}"#), -32602, says: "registered"),
        Case(call("oauth.wait", #"{"flow":"AAAAAAAAAAAAAAAAAAAAAA"}"#), -32602, says: "flow"),
        Case(call("oauth.callback", #"{"url":"http://127.0.0.1/callback?state=x&code=y"}"#), -32005, says: "login"),
        Case(
            call("identity.resolve", #"{"identifier":"did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"}"#), -32006,
            says: "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"),
        Case("{not json", -32700),
        Case("[]", -32600, says: "empty"),
        Case(#"{"jsonrpc":"1.0","id":1,"method":"broker.info"}"#, -32600, says: "jsonrpc"),
        Case("\"hello\"", -32600),
        Case([0x7B, 0xFF, 0xFE, 0x7D], -32700),
        Case([UInt8](repeating: UInt8(ascii: "x"), count: 2 << 20), -32016, says: "1048576"),
        Case([UInt8](repeating: UInt8(ascii: "["), count: 100_000), -32700, says: "deep"),
    ]

    @Test func `each kind of bad input is answered with its own code and reason, on one connection that goes on`() async throws {
        try await BrokerWorld.run { world in
            try await world.signIn()
            let wire = try Wire(world.socketPath)
            for bad in Self.cases {
                let answer = try JSONValue(parsing: Array(await wire.exchange(bad.line).utf8))
                let error = answer["error"]
                let start = String(decoding: bad.line.prefix(100), as: UTF8.self)
                #expect(error?["code"]?.intValue == bad.code, "\(start) → \(answer)")
                let message = error?["message"]?.stringValue ?? ""
                #expect(bad.says.isEmpty || message.contains(bad.says), "\(start) → \(message)")
                #expect(error?["data"]?["type"]?.stringValue?.isEmpty == false)
            }
            let alive = try await wire.exchange(Self.call("session.list", "{}"))
            #expect(alive.contains("alice.test"))
        }
    }

    @Test func `an offline server is a clear error, and the session survives it`() async throws {
        try await BrokerWorld.run { world in
            let account = try await world.signIn().account
            await world.sandbox.stop()
            let wire = try Wire(world.socketPath)
            let fetch = try await wire.exchange(
                Self.call("session.fetch", #"{"account":"\#(account)","path":"/xrpc/com.atproto.server.getSession"}"#))
            #expect(try JSONValue(parsing: Array(fetch.utf8))["error"]?["data"]?["type"]?.stringValue == "network")
            let refresh = try await wire.exchange(Self.call("session.restore", #"{"account":"\#(account)","refresh":true}"#))
            #expect(try JSONValue(parsing: Array(refresh.utf8))["error"]?["data"]?["type"]?.stringValue == "token_refresh")
            #expect(try await wire.exchange(Self.call("session.list", "{}")).contains(#""state":"active""#))
        }
    }
}
