/// Where sessions are kept.
public struct StoreConfiguration: Hashable, Sendable {
    /// `path`: the state directory; nil for the one that the mode has.
    public var path: String?
    /// `key_file`: the master key, where systemd hands over none; nil for `master-key` in the state directory.
    public var keyFile: String?

    mutating func read(_ table: inout ConfigurationTable) throws(ConfigurationError) {
        try table.read("path", &path)
        try table.read("key_file", &keyFile)
        for (key, value) in [("path", path), ("key_file", keyFile)] {
            guard value?.hasPrefix("/") ?? true else { throw table.error(key, "must be an absolute path") }
        }
    }
}
