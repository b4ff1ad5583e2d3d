import ATProtoSyntax

/// The URL types that atproto's client metadata distinguishes. Each parser returns nil for what is not of its type, so that the caller
/// can name the field at fault.
enum WebURI {
    /// `https` with a public-looking host: an IP address, or a name with a dot that does not end in `.local`.
    static func https(_ text: String) -> HTTPURL? {
        guard text.hasPrefix("https://"), let url = try? HTTPURL(text), !url.isLoopback || url.host == "[::]" else { return nil }
        if url.ipAddress != nil { return url }
        return url.host.contains(".") && !url.host.hasSuffix(".local") ? url : nil
    }

    /// `http` to exactly `localhost`, `127.0.0.1` or `[::1]`.
    static func loopback(_ text: String) -> HTTPURL? {
        guard text.hasPrefix("http://"), let url = try? HTTPURL(text) else { return nil }
        return ["localhost", "127.0.0.1", "[::1]"].contains(url.host) ? url : nil
    }

    /// Either of the two.
    static func web(_ text: String) -> HTTPURL? { https(text) ?? loopback(text) }
}
