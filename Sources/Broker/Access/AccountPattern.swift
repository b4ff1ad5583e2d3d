import ATProtoSyntax

/// An account by DID or by handle, or many by `*`.
struct AccountPattern: Hashable, Sendable, ConfigurationValue {
    static var rule: String { "a DID or a handle, such as \"alice.example\", \"*.example\" or \"*\"" }

    private let glob: Glob

    init?(_ node: TOMLNode) {
        guard case .string(let text) = node, !text.isEmpty, text.utf8.count <= 2048 else { return nil }
        let isDID = text.hasPrefix("did:")
        // A name without a * that can be no account's would silently match nothing.
        guard text.contains("*") || (try? isDID ? DID(text).description : Handle(text).description) != nil else { return nil }
        glob = Glob(isDID ? text : text.lowercased())
    }

    func matches(_ name: String) -> Bool { glob.matches(name) }
}
