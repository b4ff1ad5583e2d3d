/// Path and query of a URL, normalised: dot segments resolved (also spelled `%2e`), forbidden bytes percent-encoded, fragment dropped.
struct URLTarget {
    let path: String
    let query: String?

    init(_ text: ArraySlice<UInt8>) {
        let target = text.prefix { $0 != 0x23 }
        let rawPath = target.prefix { $0 != 0x3F }
        path = Self.resolveDotSegments(rawPath)
        query = rawPath.endIndex == target.endIndex ? nil : Self.encode(target[(rawPath.endIndex + 1)...], Self.querySet)
    }

    /// RFC 3986 §5.2.4 as the URL Standard words it: a final dot segment leaves a trailing slash.
    private static func resolveDotSegments(_ raw: ArraySlice<UInt8>) -> String {
        var segments: [ArraySlice<UInt8>] = []
        let rawSegments = raw.dropFirst().split(separator: 0x2F, omittingEmptySubsequences: false)
        for (index, segment) in rawSegments.enumerated() {
            let isLast = index == rawSegments.count - 1
            switch dots(segment) {
            case nil: segments.append(segment)
            case 2: _ = segments.popLast()
            default: break
            }
            if isLast, dots(segment) != nil { segments.append([]) }
        }
        return "/" + segments.map { encode($0, pathSet) }.joined(separator: "/")
    }

    /// 1 for `.`, 2 for `..`, in any spelling; `nil` for other segments.
    private static func dots(_ segment: ArraySlice<UInt8>) -> Int? {
        guard let first = segment.first, first == 0x2E || first == 0x25, segment.count <= 6 else { return nil }
        let text = String(decoding: segment, as: UTF8.self).lowercasedASCII.split(separator: "%2e", omittingEmptySubsequences: false)
            .joined(separator: ".")
        return text == "." ? 1 : text == ".." ? 2 : nil
    }

    // Beyond what the URL Standard encodes: everything RFC 3986 does not allow, so that no URL parser on the way sees a reason to
    // re-encode, and what is signed is what is sent.
    private static let querySet = Set(##" "#<>'[]^`{|}"##.utf8)
    private static let pathSet = Set(##" "#<>?[]^`{|}"##.utf8)

    private static func encode(_ text: ArraySlice<UInt8>, _ forbidden: Set<UInt8>) -> String {
        guard text.contains(where: { $0 > 0x7E || forbidden.contains($0) }) else { return String(decoding: text, as: UTF8.self) }
        let bytes = text.flatMap { $0 > 0x7E || forbidden.contains($0) ? PercentEncoding.escape($0) : [$0] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
