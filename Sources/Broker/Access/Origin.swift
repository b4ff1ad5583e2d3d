import ATProtoSyntax

/// A server by scheme, host and port.
struct Origin: Hashable, Sendable, ConfigurationValue {
    static var rule: String { "an origin such as \"https://video.bsky.app\"" }

    let description: String

    init?(_ node: TOMLNode) {
        guard case .string(let text) = node, let url = try? HTTPURL(text), url.isOrigin else { return nil }
        description = url.origin
    }
}
