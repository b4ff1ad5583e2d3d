/// Leave to upload files: `blob:image/*`.
public struct BlobPermission: Hashable, Sendable, CustomStringConvertible {
    /// The media types and ranges that may be uploaded, none within another, sorted.
    public let accept: [String]

    /// Makes a permission; `nil` if there is no type or one is malformed.
    public init?(accept: [String]) {
        guard !accept.isEmpty, accept.allSatisfy(MediaType.isRange) else { return nil }
        self.accept = Set(accept).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            .filter { type in !accept.contains { $0 != type && MediaType.range($0, contains: type) } }
    }

    /// `nil` if `value` is no valid `blob` permission.
    public init?(_ value: ScopeValue) {
        guard let reader = ScopeReader(value, name: "blob", positional: "accept", multiple: ["accept"]) else { return nil }
        self.init(accept: reader.all("accept") ?? [])
    }

    /// The canonical form.
    public var description: String { ScopeWriter.write("blob", positional: ("accept", accept)) }

    /// Whether a file of `type` may be uploaded.
    public func permits(_ type: String) -> Bool {
        MediaType.isType(type) && accept.contains { MediaType.range($0, contains: type) }
    }
}
