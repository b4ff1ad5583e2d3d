/// The audit trail.
public struct AuditConfiguration: Hashable, Sendable {
    /// `enabled`.
    public var isEnabled = true
    /// `file_bytes`: a file that is longer is followed by another one.
    public var fileBytes = 16 * 1_048_576
    /// `files`: so many files are kept.
    public var files = 8

    mutating func read(_ table: inout ConfigurationTable) throws(ConfigurationError) {
        try table.read("enabled", &isEnabled)
        try table.read("file_bytes", &fileBytes, in: 65_536...1_073_741_824)
        try table.read("files", &files, in: 2...1000)
    }
}
