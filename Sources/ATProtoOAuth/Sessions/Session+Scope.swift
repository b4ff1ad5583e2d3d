public import ATProtoSyntax

extension Session {
    /// What the account's app may do. An answer with a scope that breaks the grammar grants nothing.
    public var grantedScope: Scope? { try? Scope(tokenSet.scope) }

    /// The scope values that the login asked for and that are not granted: users may leave some out, and a refresh may bring less.
    ///
    /// Values are compared in their canonical form. An `include:` is not missed, because servers put what it stands for in its place.
    public var withheldScope: [String] {
        guard let requested = requestedScope.flatMap({ try? Scope($0) }) else { return [] }
        let granted = grantedScope?.canonical
        return requested.canonical.values.filter { !$0.hasPrefix("include:") && granted?.contains($0) != true }
    }
}
