import ATProtoOAuth
import Testing

@Suite struct FormParametersTests {
    @Test(
        arguments: [
            ("", []), ("a=b", ["a:b"]), ("?a=b&c=d", ["a:b", "c:d"]), ("#a=b", ["a:b"]), ("a", ["a:"]), ("a=", ["a:"]), ("=b", [":b"]),
            ("a=b=c", ["a:b=c"]), ("a=1&&a=2&", ["a:1", "a:2"]), ("a+b=c+d", ["a b:c d"]), ("a%20b=%C3%A9", ["a b:é"]),
            ("a=%&b=%4&c=%zz&d=%+1&e=%-1&f=100%", ["a:%", "b:%4", "c:%zz", "d:% 1", "e:%-1", "f:100%"]), ("a=%FF", ["a:\u{FFFD}"]),
            ("?", []),
        ] as [(String, [String])])
    func `reads what browsers and servers write`(text: String, pairs: [String]) {
        #expect(FormParameters(encoded: text).pairs.map { "\($0.name):\($0.value)" } == pairs)
    }

    @Test func `writes what it reads`() {
        let form = FormParameters([("a b", "c&d=e+f"), ("é", "~*-._/"), ("a b", "")])
        #expect(form.encoded == "a+b=c%26d%3De%2Bf&%C3%A9=%7E*-._%2F&a+b=")
        #expect(FormParameters(encoded: form.encoded) == form)
        #expect(Set([form, FormParameters(encoded: form.encoded)]).count == 1)
        #expect(form != FormParameters([("a b", "c&d=e+f")]))
    }

    @Test func `the first value counts, and setting replaces all`() {
        var form: FormParameters = ["a": "1", "b": "2", "a": "3"]
        #expect(form["a"] == "1")
        #expect(form.all("a") == ["1", "3"])
        form["a"] = "4"
        #expect(form.all("a") == ["4"])
        form["a"] = nil
        #expect(form["a"] == nil)
        #expect(form["b"] == "2")
    }
}
