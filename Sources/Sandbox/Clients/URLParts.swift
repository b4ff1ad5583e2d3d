/// The parts of an http or https URL that client rules speak about. Nothing is normalised: those rules compare strings.
struct URLParts: Sendable {
    let scheme: String
    let userInfo: String?
    let host: String
    let port: Int?
    let path: String
    let query: String?

    /// Nil for other schemes, an empty host, a bad port, or a fragment.
    init?(_ text: String) {
        guard let scheme = ["http", "https"].first(where: { text.hasPrefix($0 + "://") }), !text.contains("#") else { return nil }
        let rest = text.dropFirst(scheme.count + 3)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let target = rest.dropFirst(authority.count)
        self.scheme = scheme
        let at = authority.lastIndex(of: "@")
        userInfo = at.map { String(authority[..<$0]) }
        let hostAndPort = at.map { authority[authority.index(after: $0)...] } ?? authority
        let split =
            hostAndPort.hasPrefix("[") ? hostAndPort.lastIndex(of: "]").map(hostAndPort.index(after:)) : hostAndPort.firstIndex(of: ":")
        host = String(split.map { hostAndPort[..<$0] } ?? hostAndPort)
        let tail = split.map { hostAndPort[$0...] } ?? ""
        port = tail.isEmpty ? nil : Int(tail.dropFirst())
        guard !host.isEmpty, tail.isEmpty || (tail.hasPrefix(":") && (1...65535).contains(port ?? 0)) else { return nil }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = parts.first.map { $0.isEmpty ? "/" : String($0) } ?? "/"
        query = parts.count > 1 ? String(parts[1]) : nil
    }

    var origin: String {
        "\(scheme)://\(host)\(port.map { ":\($0)" } ?? "")"
    }

    var pathAndQuery: String {
        path + (query.map { "?\($0)" } ?? "")
    }

    var isLoopback: Bool {
        ["localhost", "127.0.0.1", "[::1]"].contains(host)
    }

    /// Whether the host is an address and not a name: the last label of a name is never all digits.
    var isAddress: Bool {
        host.hasPrefix("[") || host.split(separator: ".").last?.utf8.allSatisfy { (0x30...0x39).contains($0) } ?? false
    }
}
