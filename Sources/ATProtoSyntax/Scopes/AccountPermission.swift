/// Leave to see or change the account itself: `account:email?action=manage`.
public struct AccountPermission: Hashable, Sendable, CustomStringConvertible {
    /// What of the account.
    public enum Attribute: String, Sendable, CaseIterable {
        case email, repo, status
    }

    /// What may be done with it, in canonical order.
    public enum Action: String, Sendable, CaseIterable {
        case read, manage
    }

    /// What of the account.
    public let attribute: Attribute
    /// What may be done; ``Action/manage`` implies ``Action/read``.
    public let actions: Set<Action>

    /// Makes a permission; to read by default.
    public init(_ attribute: Attribute, actions: Set<Action> = [.read]) {
        self.attribute = attribute
        self.actions = actions
    }

    /// `nil` if `value` is no valid `account` permission.
    public init?(_ value: ScopeValue) {
        guard let reader = ScopeReader(value, name: "account", positional: "attr", multiple: ["action"], single: ["attr"]),
            let attribute = reader.one("attr").flatMap(Attribute.init(rawValue:))
        else { return nil }
        let names = reader.all("action") ?? ["read"]
        let actions = names.compactMap(Action.init(rawValue:))
        guard actions.count == names.count else { return nil }
        self.init(attribute, actions: Set(actions))
    }

    /// The canonical form.
    public var description: String {
        let actions = self.actions == [.read] ? [] : Action.allCases.filter(self.actions.contains)
        return ScopeWriter.write(
            "account", positional: ("attr", [attribute.rawValue]), parameters: actions.map { ("action", $0.rawValue) })
    }

    /// Whether `action` is allowed with `attribute`.
    public func permits(_ attribute: Attribute, _ action: Action) -> Bool {
        self.attribute == attribute && (actions.contains(action) || actions.contains(.manage))
    }
}
