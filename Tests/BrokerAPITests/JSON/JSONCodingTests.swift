import BrokerAPI
import Testing

struct JSONCodingTests {
    private struct Everything: Codable, Equatable {
        var text = "é"
        var flag = true
        var small: UInt8 = 7
        var whole = -3
        var real = 0.25
        var absent: String?
        var list = [[1], []]
        var map = ["a": [true]]
        var nested: JSONValue = ["x": [1, "y", .null]]
    }

    @Test func `what is encoded decodes to the same`() throws {
        let value = try JSONValue(encoding: Everything())
        #expect(value["absent"] == nil)
        #expect(value["list"] == [[1], []])
        #expect(value["nested"] == ["x": [1, "y", .null]])
        #expect(try value.decode(Everything.self) == Everything())
        #expect(try JSONValue(parsing: value.bytes).decode(Everything.self) == Everything())
    }

    @Test func `a number out of range is refused, not wrapped`() {
        #expect(throws: DecodingError.self) { try JSONValue.int(256).decode(UInt8.self) }
        #expect(throws: DecodingError.self) { try JSONValue.int(1).decode(Bool.self) }
        #expect(throws: EncodingError.self) { try JSONValue(encoding: [UInt64.max]) }
        #expect(throws: EncodingError.self) { try JSONValue(encoding: [Double.nan]) }
    }

    @Test func `a decoding error names the member`() {
        let value: JSONValue = ["account": "a.b", "method": "GET", "url": "u:", "rejected": ["tokenId": 1]]
        let error = #expect(throws: DecodingError.self) { try value.decode(SignRequest.Params.self) }
        guard case .typeMismatch(_, let context) = error else {
            Issue.record("expected a type mismatch")
            return
        }
        #expect(context.codingPath.map(\.stringValue) == ["rejected", "tokenId"])
    }
}
