import BrokerAPI
import Testing

struct RPCClientLineTests {
    private func line(_ text: String) -> RPCClientLine { RPCClientLine(parsing: text.utf8) }

    private func refusal(_ line: RPCClientLine) -> (id: RPCID, type: BrokerErrorType?)? {
        guard case .single(.invalid(let response)) = line, case .failure(let error) = response.outcome else { return nil }
        return (response.id, error.type)
    }

    @Test func `a request keeps its id, text or number`() {
        let request = RPCRequest(id: .number(7), method: "session.list")
        #expect(line(#"{"jsonrpc":"2.0","id":7,"method":"session.list"}"#) == .single(.request(request)))
        let other = RPCRequest(id: .string("a"), method: "x", params: ["y": 1])
        #expect(line(#"{"jsonrpc":"2.0","id":"a","method":"x","params":{"y":1}}"#) == .single(.request(other)))
    }

    @Test func `a call without an id is a notification, and one with a null id is not`() {
        #expect(line(#"{"jsonrpc":"2.0","method":"x"}"#) == .single(.notification(RPCNotification(method: "x"))))
        #expect(line(#"{"jsonrpc":"2.0","id":null,"method":"x"}"#) == .single(.request(RPCRequest(id: .null, method: "x"))))
    }

    @Test func `an id may be any number`() {
        for (text, id) in [
            ("1.5", RPCID.fraction(1.5)), ("-7", .number(-7)), ("18446744073709551616", .fraction(18_446_744_073_709_551_616)),
        ] {
            #expect(line(#"{"jsonrpc":"2.0","id":\#(text),"method":"x"}"#) == .single(.request(RPCRequest(id: id, method: "x"))))
        }
    }

    @Test(arguments: [
        ("{", RPCID.null, BrokerErrorType.parseError), ("1", .null, .invalidRequest), ("[]", .null, .invalidRequest),
        (#"{"id":1,"method":"x"}"#, .number(1), .invalidRequest), (#"{"jsonrpc":"2.0","id":1}"#, .number(1), .invalidRequest),
        (#"{"jsonrpc":"2.0","id":true,"method":"x"}"#, .null, .invalidRequest),
        (#"{"jsonrpc":"2.0","id":1,"method":"x","params":3}"#, .number(1), .invalidRequest),
    ])
    func `what is no request is refused with its id where there is one`(text: String, id: RPCID, type: BrokerErrorType) throws {
        let refusal = try #require(self.refusal(line(text)))
        #expect(refusal.id == id)
        #expect(refusal.type == type)
    }

    @Test func `a batch may hold good and bad`() {
        guard case .batch(let messages) = line(#"[{"jsonrpc":"2.0","id":1,"method":"x"},5]"#) else {
            Issue.record("expected a batch")
            return
        }
        #expect(messages.first == .request(RPCRequest(id: .number(1), method: "x")))
        guard case .invalid = messages.last else {
            Issue.record("expected a refusal")
            return
        }
    }

    @Test func `a batch of more than a hundred is refused whole`() throws {
        let call = #"{"jsonrpc":"2.0","id":1,"method":"x"}"#
        let batch = "[" + Array(repeating: call, count: 101).joined(separator: ",") + "]"
        #expect(try #require(refusal(line(batch))).type == .tooLarge)
    }
}
