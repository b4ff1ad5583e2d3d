import ATProtoSyntax

extension HTTPURL {
    /// Where a `Location` at this URL points (RFC 9110 §10.2.2, RFC 3986 §5.2.2); nil if that is nowhere that can be gone.
    func following(_ reference: String) -> HTTPURL? {
        switch reference.utf8.first {
        case nil: nil
        case UInt8(ascii: "/") where reference.hasPrefix("//"): try? HTTPURL("\(scheme.rawValue):\(reference)")
        case UInt8(ascii: "/"): try? resolving(pathAndQuery: reference)
        case UInt8(ascii: "?"): try? resolving(pathAndQuery: path + reference)
        case UInt8(ascii: "#"): self
        default: (try? HTTPURL(reference)) ?? sibling(reference)
        }
    }

    private func sibling(_ reference: String) -> HTTPURL? {
        // What has a scheme is no path (RFC 3986 §4.2).
        guard !reference.prefix(while: { $0 != "/" && $0 != "?" }).contains(":"), let slash = path.lastIndex(of: "/") else { return nil }
        return try? resolving(pathAndQuery: String(path[...slash]) + reference)
    }
}
