/// The attributes of one HTML tag, double-quoted as in every page here.
struct Tag {
    private let text: Substring

    init(_ text: Substring) {
        self.text = text
    }

    subscript(name: String) -> String? {
        guard let start = text.firstRange(of: " \(name)=\"")?.upperBound ?? text.firstRange(of: "\n\(name)=\"")?.upperBound else {
            return nil
        }
        return Self.unescape(text[start...].prefix { $0 != "\"" })
    }

    private static func unescape(_ text: Substring) -> String {
        // The ampersand last, or it would make new entities of old text.
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
            .reduce(String(text)) { $0.replacing($1.0, with: $1.1) }
    }
}
