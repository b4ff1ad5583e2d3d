import ATProtoSyntax
import FoundationEssentials
import Testing

struct SyntaxValueTests {
    @Test func `is coded as its text`() throws {
        let json = try JSONEncoder().encode([Handle("B.example"), Handle("a.example")])
        #expect(String(decoding: json, as: UTF8.self) == #"["b.example","a.example"]"#)
        let handles = try JSONDecoder().decode([Handle].self, from: json)
        #expect(try handles.sorted() == [Handle("a.example"), Handle("b.example")])
    }

    @Test func `is checked when decoded`() throws {
        let error = #expect(throws: DecodingError.self) { try JSONDecoder().decode([DID].self, from: Data(#"["did:x:y"]"#.utf8)) }
        guard case .dataCorrupted(let context) = error else { throw try #require(error) }
        #expect(context.codingPath.count == 1)
        #expect(context.debugDescription == #"DID "did:x:y": must start with did:plc: or did:web:"#)
    }

    @Test func `a long value is cut in the error`() {
        let error = SyntaxError(type: "URL", value: String(repeating: "x", count: 257), rule: "r")
        #expect(error.description == "URL \"\(String(repeating: "x", count: 256))…\": r")
    }
}
