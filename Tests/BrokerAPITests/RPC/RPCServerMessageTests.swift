import BrokerAPI
import Testing

struct RPCServerMessageTests {
    @Test func `answers and events survive the wire`() throws {
        let error = RPCError(.rateLimited, "Too many calls", details: ["retryAfterMs": 50])
        let messages: [RPCServerMessage] = [
            .response(RPCResponse(id: .number(1), outcome: .success(["a": 1]))),
            .response(RPCResponse(id: .string("x"), outcome: .failure(error))),
            .notification(RPCNotification(method: SessionEvent.method, params: ["kind": "deleted"])),
        ]
        let wire: [JSONValue] = messages.map {
            switch $0 {
            case .response(let response): response.json
            case .notification(let notification): notification.json
            }
        }
        #expect(try wire.flatMap { try RPCServerMessage.parse($0.bytes) } == messages)
        #expect(try RPCServerMessage.parse(JSONValue.array(wire).bytes) == messages)
    }

    @Test(arguments: ["{}", "1", #"{"id":1}"#, #"{"id":1,"error":{"code":"x"}}"#]) func `anything else is refused`(text: String) {
        #expect(throws: JSONParseError.self) { try RPCServerMessage.parse(text.utf8) }
    }

    @Test func `every error type has a code of its own and finds its way back`() {
        for type in BrokerErrorType.allCases {
            #expect(BrokerErrorType(code: type.code) == type)
            #expect(RPCError(type, "x").type == type)
            #expect(RPCError(code: type.code, message: "x").type == type)
        }
        #expect(Set(BrokerErrorType.allCases.map(\.code)).count == 23)
        #expect(BrokerErrorType(code: -1) == nil)
    }

    @Test func `details cannot overwrite the type`() {
        #expect(RPCError(.locked, "x", details: ["type": "other"]).type == .locked)
    }
}
