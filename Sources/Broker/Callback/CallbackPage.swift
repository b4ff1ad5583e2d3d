/// What the browser shows at the end of a sign-in. Plain HTML: no script, nothing from elsewhere.
enum CallbackPage {
    /// The account is signed in.
    case signedIn(String)
    /// It is not, and why.
    case failed(String)

    static let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    var html: String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(title)</title>
        <style>
        :root { color-scheme: light dark; font: 1.1rem/1.5 system-ui, sans-serif; }
        main { max-width: 30rem; margin: 20vh auto 0; padding: 0 1.5rem; }
        h1 { font-size: 1.4rem; }
        p { overflow-wrap: anywhere; }
        </style>
        </head>
        <body><main role="status"><h1>\(title)</h1><p>\(Self.escaped(text))</p><p>You can close this page.</p></main></body>
        </html>
        """
    }

    private var title: String {
        switch self {
        case .signedIn: "Signed in"
        case .failed: "Not signed in"
        }
    }

    private var text: String {
        switch self {
        case .signedIn(let account): "\(account) is signed in on this machine."
        case .failed(let reason): reason
        }
    }

    /// Texts come from servers, so they are never markup.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
