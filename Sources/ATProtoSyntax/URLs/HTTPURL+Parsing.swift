extension HTTPURL {
    /// Parses an absolute URL of at most 16,384 bytes; throws the rule it breaks.
    public init(_ string: String) throws(SyntaxError) {
        let text = Array(string.utf8)
        guard text.count <= Self.maximumLength else { throw Self.error(string, "must be at most 16384 bytes") }
        // Browsers drop tabs and turn backslashes round; who sends them to a daemon means to confuse somebody.
        guard text.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != 0x5C }) else {
            throw Self.error(string, "must not contain spaces, control characters or backslashes")
        }
        guard Self.escapesAreWhole(text) else { throw Self.error(string, "a % must be followed by two hexadecimal digits") }
        guard let colon = text.firstIndex(of: 0x3A), text[colon...].starts(with: "://".utf8),
            let scheme = Scheme(rawValue: String(decoding: text[..<colon], as: UTF8.self).lowercasedASCII)
        else { throw Self.error(string, "must start with https:// or http://") }
        let afterScheme = text[(colon + 3)...]
        let authority = afterScheme.prefix { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 }
        let target = URLTarget(afterScheme[authority.endIndex...])
        let (host, port) = try Self.parseAuthority(authority, of: string)
        self.init(scheme: scheme, host: host, port: port, path: target.path, query: target.query)
    }

    /// The URL of `pathAndQuery` at this origin, whatever the path of this URL is.
    ///
    /// - Throws: ``SyntaxError`` unless it starts with `/`.
    public func resolving(pathAndQuery: String) throws(SyntaxError) -> HTTPURL {
        guard pathAndQuery.utf8.first == 0x2F else { throw Self.error(pathAndQuery, "a path must start with /") }
        return try HTTPURL(origin + pathAndQuery)
    }

    private static func parseAuthority(
        _ authority: ArraySlice<UInt8>, of string: String
    ) throws(SyntaxError) -> (host: String, port: Int?) {
        guard !authority.contains(0x40) else { throw error(string, "must not contain a user name or password") }
        let bracket = authority.lastIndex(of: 0x5D) ?? authority.startIndex
        let colon = authority[bracket...].firstIndex(of: 0x3A)
        let portText = colon.map { authority[($0 + 1)...] } ?? []
        guard portText.isEmpty || portText.portNumber != nil else { throw error(string, "the port must be between 1 and 65535") }
        switch URLHost.parse(authority[..<(colon ?? authority.endIndex)]) {
        case .success(let host): return (host, portText.portNumber)
        case .failure(let failure): throw error(string, failure.rule)
        }
    }

    private static func escapesAreWhole(_ text: [UInt8]) -> Bool {
        text.indices.allSatisfy { index in
            text[index] != 0x25 || (index + 2 < text.count && text[index + 1].hexValue != nil && text[index + 2].hexValue != nil)
        }
    }

    static func error(_ value: String, _ rule: String) -> SyntaxError { SyntaxError(type: "URL", value: value, rule: rule) }
}
