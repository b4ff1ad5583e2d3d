/// A desktop entry by which browsers hand URLs of a scheme to `atoauthctl callback` (Desktop Entry Specification 1.5).
struct DesktopEntry {
    let scheme: String
    /// The path of atoauthctl.
    let program: String

    /// The scheme belongs to whoever has the domain name that it is made of, back to front (RFC 8252 section 7.1). So a scheme of somebody
    /// else's, such as that of mail, is never taken away.
    init?(scheme: String, program: String) {
        let scheme = scheme.lowercased()
        let isScheme = scheme.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
        }
        let labels = scheme.split(separator: ".", omittingEmptySubsequences: false)
        guard isScheme, labels.count > 1, labels.allSatisfy({ !$0.isEmpty }), scheme.first?.isLetter == true else { return nil }
        self.scheme = scheme
        self.program = program
    }

    var name: String { "atoauthd-\(scheme).desktop" }

    var mimeType: String { "x-scheme-handler/\(scheme)" }

    var text: String {
        """
        [Desktop Entry]
        Type=Application
        Name=AT Protocol sign-in (\(scheme))
        Comment=Finish a sign-in that the browser was sent back from
        Exec=\(Self.quoted(program)) callback %u
        Terminal=false
        NoDisplay=true
        StartupNotify=false
        MimeType=\(mimeType);

        """
    }

    /// An argument of `Exec`, whose quotes are quoted once more as any text of an entry.
    private static func quoted(_ argument: String) -> String {
        var quoted = ""
        for character in argument {
            switch character {
            case "\"", "`", "$": quoted += "\\\\\(character)"
            case "\\": quoted += "\\\\\\\\"
            case "%": quoted += "%%"
            default: quoted.append(character)
            }
        }
        return "\"\(quoted)\""
    }
}
