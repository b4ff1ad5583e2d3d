/// One challenge of a `WWW-Authenticate` header (RFC 9110 §11.6.1).
///
/// Parsed, not searched: `Bearer error="x", DPoP error="use_dpop_nonce"` is two challenges, and a quoted text may contain anything.
struct AuthenticateChallenge: Equatable {
    var scheme: String
    var parameters: [String: String] = [:]

    static func parse(_ header: String) -> [AuthenticateChallenge] {
        var challenges: [AuthenticateChallenge] = []
        for item in split(header) {
            // `DPoP error="x"` begins a challenge, `error="x"` continues one.
            let nameEnd = item.firstIndex { $0 == "=" || $0 == " " || $0 == "\t" } ?? item.endIndex
            let rest = item[nameEnd...].drop { $0 == " " || $0 == "\t" }
            if rest.first == "=", !challenges.isEmpty {
                challenges[challenges.count - 1].add(item)
            } else {
                challenges.append(AuthenticateChallenge(scheme: item[..<nameEnd].lowercased()))
                challenges[challenges.count - 1].add(rest)
            }
        }
        return challenges
    }

    private mutating func add(_ parameter: Substring) {
        guard let equals = parameter.firstIndex(of: "=") else { return }
        let name = parameter[..<equals].trimmed.lowercased()
        // The first of two parameters of one name stands, so that an appended one cannot replace it.
        if parameters[name] == nil { parameters[name] = Self.unquote(parameter[parameter.index(after: equals)...].trimmed) }
    }

    /// Cuts at the commas that stand outside quotes.
    private static func split(_ header: String) -> [Substring] {
        var items: [Substring] = []
        var start = header.startIndex
        var isQuoted = false
        var isEscaped = false
        for index in header.indices {
            switch header[index] {
            case _ where isEscaped: isEscaped = false
            case "\\" where isQuoted: isEscaped = true
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                items.append(header[start..<index])
                start = header.index(after: index)
            default: break
            }
        }
        items.append(header[start...])
        return items.map(\.trimmed).filter { !$0.isEmpty }
    }

    private static func unquote(_ text: Substring) -> String {
        guard text.count >= 2, text.first == "\"", text.last == "\"" else { return String(text) }
        var content = ""
        var isEscaped = false
        for character in text.dropFirst().dropLast() {
            if character == "\\", !isEscaped {
                isEscaped = true
            } else {
                content.append(character)
                isEscaped = false
            }
        }
        return content
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        let front = drop { $0 == " " || $0 == "\t" }
        guard let last = front.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return front }
        return front[...last]
    }
}
