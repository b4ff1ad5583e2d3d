import ATProtoSyntax
import Testing

struct NSIDTests {
    // §9, §10 interop syntax
    @Test(arguments: [
        "a.b.c", "app.bsky.feed.getTimeline", "com.example.fooBarV2", "cn.8.lex.stuff", "one.2.three", "a-0.b-1.c",
        "m.xn--masekowski-d0b.pl",
        "com." + String(repeating: "o", count: 63) + ".foo", "com.example." + String(repeating: "o", count: 63),
    ])
    func `accepts reversed domains with a name`(_ text: String) throws {
        #expect(try NSID(text).description == text)
    }

    @Test(arguments: [
        "", "a", "a.b", "com.example", "com.example.", ".com.example.foo", "com..example.foo", "com.example.3", "com.example.foo.*",
        "com.example.fo-o", "com.example.fo_o", "1.0.0.127.record", "0two.example.foo", "com.-example.foo", "com.example-.foo",
        "com.exa💩ple.thing", "com.example.foo ", "com.example.p@st", "com." + String(repeating: "o", count: 64) + ".foo",
        "com.example." + String(repeating: "o", count: 64), "com." + String(repeating: "middle.", count: 45) + "foo",
        "com." + String(repeating: "middle.", count: 36) + "foo",
    ])
    func `refuses what is no NSID`(_ text: String) {
        #expect(throws: SyntaxError.self) { try NSID(text) }
    }

    @Test func `compares domains without case, names with it`() throws {
        #expect(try NSID("COM.Example.fooBar").description == "com.example.fooBar")
        #expect(try NSID("com.example.foobar") != NSID("com.example.fooBar"))
        #expect(try NSID("com.example.fooBar").group == "com.example")
    }
}
