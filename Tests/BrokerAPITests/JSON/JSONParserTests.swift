import BrokerAPI
import Testing

struct JSONParserTests {
    private func parse(_ text: String, _ limits: JSONLimits = .request) throws(JSONParseError) -> JSONValue {
        try JSONValue(parsing: text.utf8, limits: limits)
    }

    @Test(
        arguments: [
            ("null", JSONValue.null), ("true", true), (" false ", false), ("0", 0), ("-12", -12), ("9223372036854775807", .int(.max)),
            ("9223372036854775808", .double(9_223_372_036_854_775_808)), ("1.5e3", .double(1500)), ("-0", 0), (#""""#, ""),
            (#""a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00é""#, .string("a\"\\/\u{8}\u{C}\n\r\té😀é")), ("[]", []), ("[1,[2]]", [1, [2]]),
            (#"{"a":{"b":[]},"c":null}"#, ["a": ["b": []], "c": .null]),
        ] as [(String, JSONValue)])
    func `reads what RFC 8259 allows`(text: String, value: JSONValue) throws {
        #expect(try parse(text) == value)
    }

    @Test(arguments: [
        "", " ", "nul", "tru", "01", "-", "1.", ".5", "1e", "+1", "1e999", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":1,}", "{a:1}", "\"",
        "\"\\x\"",
        "\"\\u12\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\u{1}\"", "1 2", "NaN", "'a'", "[", "{", "{\"a\":", "//",
        "\u{FEFF}1",
    ])
    func `refuses what RFC 8259 does not`(text: String) {
        #expect(throws: JSONParseError.self) { try parse(text) }
    }

    @Test func `refuses a member name that occurs twice, even if written differently`() {
        #expect(throws: JSONParseError(offset: 7, reason: "the member name occurs twice")) { try parse(#"{"a":1,"\u0061":2}"#) }
    }

    @Test(arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82]] as [[UInt8]])
    func `refuses invalid UTF-8`(bytes: [UInt8]) {
        #expect(throws: JSONParseError.self) { try JSONValue(parsing: [0x22] + bytes + [0x22]) }
        #expect(throws: JSONParseError.self) { try JSONValue(parsing: [0x22, 0x5C, 0x6E] + bytes + [0x22]) }
    }

    @Test func `refuses deep nesting long before the stack ends`() {
        #expect(throws: JSONParseError(offset: 33, reason: "nested deeper than 32 levels")) {
            try parse(String(repeating: "[", count: 1_000_000))
        }
    }

    @Test func `refuses more values than the limit`() {
        let limits = JSONLimits(depth: 4, values: 3)
        #expect(throws: Never.self) { try parse("[1,2]", limits) }
        #expect(throws: JSONParseError.self) { try parse("[1,2,3]", limits) }
    }

    @Test func `an error says where`() {
        #expect(throws: JSONParseError(offset: 6, reason: "expected a value")) { try parse(#"{"a": x}"#) }
    }

    @Test func `writes what it reads, members sorted and control characters escaped`() throws {
        let value = try parse(#"{"b":[1,2.5,"\u001b\u007f\n"],"a":null}"#)
        #expect(String(decoding: value.bytes, as: UTF8.self) == #"{"a":null,"b":[1,2.5,"\u001b\u007f\n"]}"#)
        #expect(try JSONValue(parsing: value.bytes) == value)
    }

    @Test(arguments: ["\"", "\\", "\n", "\u{1F}", "\u{7F}", "é"], 0..<40)
    func `an escape is written wherever in the text it is due`(special: String, position: Int) throws {
        let text = String(repeating: "x", count: position) + special + String(repeating: "y", count: 40 - position)
        let bytes = JSONValue.string(text).bytes
        #expect(bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
        #expect(try JSONValue(parsing: bytes) == .string(text))
    }
}
