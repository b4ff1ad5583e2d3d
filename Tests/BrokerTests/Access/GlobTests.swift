import Testing

@testable import Broker

struct GlobTests {
    @Test(arguments: [
        ("a", "a", true), ("a", "b", false), ("a", "ab", false), ("*", "", true), ("*", "anything", true), ("a*", "abc", true),
        ("a*", "ba", false),
        ("*c", "abc", true), ("a*c", "ac", true), ("a*c", "abcb", false), ("aba*aba", "ababa", false), ("a*b*c", "axxbyyc", true),
        ("a*b*c", "axxcyyb", false), ("org.example.*", "org.example.App", true), ("org.example.*", "org.exampleX.App", false),
        ("**", "x", true),
    ]) func `matches`(pattern: String, text: String, isMatch: Bool) { #expect(Glob(pattern).matches(text) == isMatch) }

    @Test func `a pattern made to be slow is not`() {
        let pattern = String(repeating: "a*", count: 200) + "b"
        #expect(!Glob(pattern).matches(String(repeating: "a", count: 5000)))
    }
}
