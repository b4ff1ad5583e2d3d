/// Which authorization server issues the tokens of a resource server, and how that is known.
struct ResourceAuthority: Sendable {
    let issuer: Issuer
    /// Whether it is only taken for its own authorization server, because it answered that it has no metadata. Such an answer may also
    /// come from a server that is being moved or mended.
    let isAssumed: Bool
}
