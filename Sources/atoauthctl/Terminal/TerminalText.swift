/// Text from elsewhere, made harmless: an account's name or a server's message could otherwise move the cursor, set the title or
/// turn the reading direction around.
enum TerminalText {
    static func escape(_ text: String, keeping kept: Set<Unicode.Scalar> = []) -> String {
        map(text) { isDangerous($0) && !kept.contains($0) ? "\\u{\(String($0.value, radix: 16))}" : nil }
    }

    /// The same for JSON, where such characters stand inside strings only and have an escape of JSON's own.
    static func escapeJSON(_ text: String) -> String {
        map(text) { scalar in
            guard isDangerous(scalar) else { return nil }
            return scalar.utf16.map { "\\u" + String(repeating: "0", count: 4 - String($0, radix: 16).count) + String($0, radix: 16) }
                .joined()
        }
    }

    private static func map(_ text: String, _ escape: (Unicode.Scalar) -> String?) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            if let escaped = escape(scalar) {
                output += escaped
            } else {
                output.unicodeScalars.append(scalar)
            }
        }
        return output
    }

    private static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        // Format characters hold the bidirectional overrides; emoji need the joiner among them, which is harmless.
        case .control, .lineSeparator, .paragraphSeparator, .format: scalar != "\u{200D}"
        default: false
        }
    }
}
