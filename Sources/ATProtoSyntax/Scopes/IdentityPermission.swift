/// Leave to change the account's identity: `identity:handle`, or `identity:*` for the DID document as well.
public enum IdentityPermission: String, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    case handle
    case any = "*"

    /// `nil` if `value` is no valid `identity` permission.
    public init?(_ value: ScopeValue) {
        guard let reader = ScopeReader(value, name: "identity", positional: "attr", single: ["attr"]),
            let attribute = reader.one("attr")
        else { return nil }
        self.init(rawValue: attribute)
    }

    /// The canonical form.
    public var description: String { ScopeWriter.write("identity", positional: ("attr", [rawValue])) }

    /// Whether `attribute` may be changed.
    public func permits(_ attribute: IdentityPermission) -> Bool { self == .any || self == attribute }
}
