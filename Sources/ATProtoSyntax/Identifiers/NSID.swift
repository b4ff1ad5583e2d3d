/// The name of a lexicon: a reversed domain name and a name of its own, such as `app.bsky.feed.getTimeline`.
public struct NSID: SyntaxValue {
    /// The name as written, except that the authority is lower-cased: domains do not distinguish case, names do.
    public let description: String

    /// Parses an NSID: at most 317 characters; a reversed domain of two segments or more that starts with a letter and is at most
    /// 253 characters; then a name of letters and digits that starts with a letter.
    public init(_ string: String) throws(SyntaxError) {
        guard string.utf8.count <= 317 else { throw Self.error(string, "must be at most 317 characters") }
        let segments = string.utf8.split(separator: 0x2E, omittingEmptySubsequences: false)
        guard segments.count >= 3, let name = segments.last else { throw Self.error(string, "must have at least three segments") }
        guard segments.dropLast().allSatisfy(\.isDNSLabel), segments[0].first?.isLetter == true,
            string.utf8.count - name.count - 1 <= 253
        else { throw Self.error(string, "must start with a reversed domain name of letters, digits and hyphens") }
        guard name.count <= 63, name.first?.isLetter == true, name.allSatisfy(\.isAlphanumeric) else {
            throw Self.error(string, "the last segment must be letters and digits and start with a letter")
        }
        description = String(string.dropLast(name.count)).lowercasedASCII + string.suffix(name.count)
    }

    /// The reversed domain, without the name: `app.bsky.feed`.
    public var group: String {
        description.lastIndex(of: ".").map { String(description[..<$0]) } ?? description
    }

    private static func error(_ value: String, _ rule: String) -> SyntaxError { SyntaxError(type: "NSID", value: value, rule: rule) }
}
