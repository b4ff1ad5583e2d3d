/// A media type or range of them in a `blob` permission: `image/png`, `image/*`, `*/*`. Case counts.
enum MediaType {
    /// Whether `text` may stand in a permission.
    static func isRange(_ text: String) -> Bool {
        text == "*/*" || (hasTwoParts(text) && (!text.contains("*") || (text.hasSuffix("/*") && text.count { $0 == "*" } == 1)))
    }

    /// Whether `text` names one type.
    static func isType(_ text: String) -> Bool { hasTwoParts(text) && !text.contains("*") }

    /// Whether `type`, or all types of a narrower range, lie in `range`.
    static func range(_ range: String, contains type: String) -> Bool {
        range == "*/*" || range == type || (range.hasSuffix("/*") && type.hasPrefix(range.dropLast()))
    }

    private static func hasTwoParts(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && !text.contains(" ")
    }
}
