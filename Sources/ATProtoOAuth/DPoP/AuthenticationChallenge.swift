import HTTPTypes

/// One challenge of a `WWW-Authenticate` field (RFC 9110 section 11.6.1): a scheme and its parameters. Several may share a field.
struct AuthenticationChallenge: Equatable {
    /// In lower case.
    let scheme: String
    /// Names in lower case; quotes removed.
    let parameters: [String: String]

    /// All challenges of a response, in order. What does not parse is passed over: a hint is not worth an error.
    static func all(in headers: HTTPFields) -> [AuthenticationChallenge] {
        headers[values: .wwwAuthenticate].flatMap { parse($0) }
    }

    static func parse(_ field: String) -> [AuthenticationChallenge] {
        var challenges: [(scheme: String, parameters: [String: String])] = []
        var scanner = Scanner(field)
        while scanner.skipSeparators() {
            guard let word = scanner.token() else {
                guard scanner.skipOne() else { break }
                continue
            }
            if scanner.skipEqualsSign() {
                // A parameter of the challenge before it; "token68" credentials end in = and are of no interest here.
                guard let value = scanner.value(), !challenges.isEmpty else { continue }
                challenges[challenges.count - 1].parameters[word.lowercased()] = value
            } else {
                challenges.append((word.lowercased(), [:]))
            }
        }
        return challenges.map { AuthenticationChallenge(scheme: $0.scheme, parameters: $0.parameters) }
    }

    private struct Scanner {
        private var rest: Substring.UTF8View

        init(_ text: String) { rest = text[...].utf8 }

        /// Skips white space and commas; false at the end.
        mutating func skipSeparators() -> Bool {
            rest = rest.drop { [0x20, 0x09, 0x2C].contains($0) }
            return !rest.isEmpty
        }

        mutating func skipOne() -> Bool { rest.popFirst() != nil }

        mutating func skipEqualsSign() -> Bool {
            let next = rest.drop { $0 == 0x20 || $0 == 0x09 }
            guard next.first == 0x3D else { return false }
            rest = next.dropFirst().drop { $0 == 0x20 || $0 == 0x09 }
            return true
        }

        mutating func token() -> String? {
            let word = rest.prefix { ![0x20, 0x09, 0x2C, 0x3D, 0x22].contains($0) }
            guard !word.isEmpty else { return nil }
            rest = rest[word.endIndex...]
            return String(Substring(word))
        }

        mutating func value() -> String? {
            guard rest.first == 0x22 else { return token() }
            rest = rest.dropFirst()
            var bytes: [UInt8] = []
            while let byte = rest.popFirst(), byte != 0x22 { bytes.append(byte == 0x5C ? rest.popFirst() ?? byte : byte) }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
