import ATProtoSyntax
import Testing

struct ScopeValueTests {
    @Test(arguments: [
        ("res", "res", nil, []),
        ("res:", "res", "", []),
        ("res:a:b", "res", "a:b", []),
        ("res:my%20pos", "res", "my pos", []),
        ("res:a+b", "res", "a+b", []),
        ("res?x=1&y=2&x=3", "res", nil, ["x=1", "y=2", "x=3"]),
        ("res?a:b=c", "res", nil, ["a:b=c"]),
        ("res:p?x=a+b%2Bc&&y&z=%", "res", "p", ["x=a b+c", "y=", "z=%"]),
        ("rpc:foo.bar?aud=did:foo:bar?lxm=bar.baz", "rpc", "foo.bar", ["aud=did:foo:bar?lxm=bar.baz"]),
        ("res?", "res", nil, []),
    ])
    func `takes a value apart`(_ text: String, _ name: String, _ positional: String?, _ parameters: [String]) throws {
        let value = try ScopeValue(text)
        #expect(value.description == text)
        #expect(value.name == name)
        #expect(value.positional == positional)
        #expect(value.parameters.map { "\($0.key)=\($0.value)" } == parameters)
    }

    // §9: token characters; malformed escapes in the positional parameter
    @Test(arguments: ["", "a b", "a\"b", #"a\b"#, "é", "a\u{7F}", "res:%", "res:%4", "res:%zz", "res:%ff"])
    func `refuses what breaks the grammar`(_ text: String) {
        #expect(throws: SyntaxError.self) { try ScopeValue(text) }
    }
}
