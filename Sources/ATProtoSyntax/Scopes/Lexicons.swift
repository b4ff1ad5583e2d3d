/// The lexicons a permission is about.
public enum Lexicons: Hashable, Sendable {
    /// Every one, written `*`.
    case any
    /// These; no part of a name is ever a wildcard.
    case only(Set<NSID>)

    /// Whether `nsid` is one of them.
    public func contains(_ nsid: NSID) -> Bool {
        switch self {
        case .any: true
        case .only(let names): names.contains(nsid)
        }
    }

    /// `nil` if there are no values, or one is neither `*` nor an NSID. A `*` absorbs the others.
    init?(_ values: [String]?) {
        guard let values, !values.isEmpty else { return nil }
        let hasWildcard = values.contains("*")
        let texts = values.filter { $0 != "*" }
        let names = texts.compactMap { try? NSID($0) }
        guard names.count == texts.count else { return nil }
        self = hasWildcard ? .any : .only(Set(names))
    }

    /// The values in canonical order.
    var values: [String] {
        switch self {
        case .any: ["*"]
        case .only(let names): names.sorted().map(\.description)
        }
    }
}
