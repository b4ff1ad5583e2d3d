/// A name, or many: `*` stands for any characters, also none.
struct Glob: Hashable, Sendable, CustomStringConvertible {
    let description: String
    private let parts: [[UInt8]]

    init(_ pattern: String) {
        description = pattern
        parts = pattern.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map(Array.init)
    }

    /// Whether `text` is one of the names. Takes time in proportion to its length, whatever the pattern.
    func matches(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        guard let first = parts.first, let last = parts.last, parts.count > 1 else { return rest.elementsEqual(parts.first ?? []) }
        guard rest.count >= first.count + last.count, rest.starts(with: first), rest.suffix(last.count).elementsEqual(last) else {
            return false
        }
        rest = rest.dropFirst(first.count).dropLast(last.count)
        // The leftmost place is never worse than a later one.
        return parts.dropFirst().dropLast().allSatisfy { part in
            guard let place = rest.firstRange(of: part) else { return false }
            rest = rest[place.upperBound...]
            return true
        }
    }
}

extension Glob: ConfigurationValue {
    static var rule: String { "a name in quotes, in which * stands for anything" }

    init?(_ node: TOMLNode) {
        guard case .string(let text) = node, !text.isEmpty, text.utf8.count <= 512 else { return nil }
        self.init(text)
    }
}
