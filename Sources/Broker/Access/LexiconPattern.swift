import ATProtoSyntax

/// A lexicon method, or all below a name: `app.bsky.feed.getTimeline`, `app.bsky.*`, `*`.
struct LexiconPattern: Hashable, Sendable, ConfigurationValue {
    static var rule: String { "a lexicon's name such as \"app.bsky.feed.getTimeline\", or \"app.bsky.*\" for all below" }

    private let text: String

    init?(_ node: TOMLNode) {
        guard case .string(let text) = node else { return nil }
        if text == "*" {
            self.text = ""
        } else if text.hasSuffix(".*"), let name = try? NSID(text.dropLast() + "a.b") {
            self.text = String(name.description.dropLast(3))
        } else if let name = try? NSID(text) {
            self.text = name.description
        } else {
            return nil
        }
    }

    private var isPrefix: Bool { text.isEmpty || text.hasSuffix(".") }

    /// Whether it names `nsid`. Names distinguish case.
    func matches(_ nsid: NSID) -> Bool { isPrefix ? nsid.description.hasPrefix(text) : nsid.description == text }

    /// Whether it may mean `nsid` to a server that is careless of case: who denies a method denies all that comes near.
    func resembles(_ nsid: NSID) -> Bool {
        let (name, text) = (nsid.description.lowercased(), text.lowercased())
        return isPrefix ? name.hasPrefix(text) : name == text
    }
}
