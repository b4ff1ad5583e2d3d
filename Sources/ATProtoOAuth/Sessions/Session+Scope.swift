public import ATProtoSyntax

extension Session {
    /// What the account's app may do. An answer with a scope that breaks the grammar grants nothing.
    public var grantedScope: Scope? { try? Scope(tokenSet.scope) }

    /// The scope values that the login asked for and that are not granted: users may leave some out, and a refresh may bring less.
    ///
    /// Values are compared in their canonical form. An `include:` is not missed, because servers put what it stands for in its place.
    public var withheldScope: [String] { Self.values(of: requestedScope.flatMap { try? Scope($0) }, missingIn: grantedScope) }

    /// The scope values that this session has and `renewed` no longer.
    func lost(in renewed: Session) -> [String] {
        tokenSet.scope == renewed.tokenSet.scope ? [] : Self.values(of: grantedScope, missingIn: renewed.grantedScope)
    }

    private static func values(of scope: Scope?, missingIn other: Scope?) -> [String] {
        guard let scope else { return [] }
        let present = other?.canonical
        return scope.canonical.values.filter { !$0.hasPrefix("include:") && present?.contains($0) != true }
    }
}
