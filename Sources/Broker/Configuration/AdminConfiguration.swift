/// Who administers the daemon beside root.
public struct AdminConfiguration: Hashable, Sendable {
    /// `group`: its members do; nil for nobody. A machine need not have the group.
    public var group: String? = "atoauth-admin"

    mutating func read(_ table: inout ConfigurationTable) throws(ConfigurationError) {
        try table.read("group", &group)
    }
}
