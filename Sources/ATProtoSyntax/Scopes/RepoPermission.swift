/// Leave to write records: `repo:app.bsky.feed.post?action=create`.
public struct RepoPermission: Hashable, Sendable, CustomStringConvertible {
    /// What may be done to a record, in canonical order.
    public enum Action: String, Sendable, CaseIterable {
        case create, update, delete
    }

    /// The collections that may be written.
    public let collections: Lexicons
    /// What may be done there.
    public let actions: Set<Action>

    /// Makes a permission; every action by default.
    public init(collections: Lexicons, actions: Set<Action> = Set(Action.allCases)) {
        self.collections = collections
        self.actions = actions
    }

    /// `nil` if `value` is no valid `repo` permission.
    public init?(_ value: ScopeValue) {
        guard let reader = ScopeReader(value, name: "repo", positional: "collection", multiple: ["collection", "action"]),
            let collections = Lexicons(reader.all("collection"))
        else { return nil }
        let names = reader.all("action") ?? Action.allCases.map(\.rawValue)
        let actions = names.compactMap(Action.init(rawValue:))
        guard actions.count == names.count else { return nil }
        self.init(collections: collections, actions: Set(actions))
    }

    /// The canonical form.
    public var description: String {
        let actions = self.actions.count == Action.allCases.count ? [] : Action.allCases.filter(self.actions.contains)
        return ScopeWriter.write(
            "repo", positional: ("collection", collections.values), parameters: actions.map { ("action", $0.rawValue) })
    }

    /// Whether `action` is allowed in `collection`.
    public func permits(_ collection: NSID, _ action: Action) -> Bool { actions.contains(action) && collections.contains(collection) }
}
