/// A table of the file while it is read. Whatever is asked for is known; the rest is refused in the end, so that a misspelt key
/// never silently leaves a default in place.
struct ConfigurationTable {
    let path: [String]
    private let source: ConfigurationSource
    private let entries: [String: TOMLNode]
    private var known: [String] = []

    init(_ entries: [String: TOMLNode], path: [String] = [], source: ConfigurationSource) {
        self.entries = entries
        self.path = path
        self.source = source
    }

    /// The table's keys as they stand there.
    var keys: [String] { entries.keys.sorted() }

    /// Whether the file sets the key.
    func has(_ key: String) -> Bool { entries[key] != nil }

    /// Reads a key that may be left out.
    mutating func read<Value: ConfigurationValue>(_ key: String, _ value: inout Value) throws(ConfigurationError) {
        known.append(key)
        guard let node = entries[key] else { return }
        guard let read = Value(node) else { throw error(key, "must be \(Value.rule)") }
        value = read
    }

    /// Reads a key whose value has bounds.
    mutating func read<Value: ConfigurationValue & Comparable>(
        _ key: String, _ value: inout Value, in bounds: ClosedRange<Value>
    ) throws(ConfigurationError) {
        try read(key, &value)
        guard bounds.contains(value) else { throw error(key, "is \(value), and must be from \(bounds.lowerBound) to \(bounds.upperBound)") }
    }

    /// Reads a key whose value "" means none.
    mutating func read<Value: ConfigurationValue>(_ key: String, _ value: inout Value?) throws(ConfigurationError) {
        known.append(key)
        guard let node = entries[key] else { return }
        if case .string("") = node {
            value = nil
        } else if let read = Value(node) {
            value = read
        } else {
            throw error(key, "must be \(Value.rule), or \"\" for none")
        }
    }

    /// Refuses a path that no socket can have.
    func checkSocket(_ path: String?) throws(ConfigurationError) {
        guard let path else { return }
        guard path.hasPrefix("/") else { throw error("socket", "must be an absolute path") }
        // sun_path has 108 bytes, the last of which is zero.
        guard path.utf8.count <= 107 else { throw error("socket", "must be shorter than 108 bytes, the most the kernel takes") }
    }

    /// Reads the table of a key, and refuses what `read` did not ask for.
    mutating func section(
        _ key: String, _ read: (inout ConfigurationTable) throws(ConfigurationError) -> Void
    ) throws(ConfigurationError) {
        known.append(key)
        guard let node = entries[key] else { return }
        guard case .table(let entries) = node else { throw error(key, "must be a table: [\((path + [key]).joined(separator: "."))]") }
        var table = ConfigurationTable(entries, path: path + [key], source: source)
        try read(&table)
        try table.finish()
    }

    /// Reads each table of a key that may have many: `[[key]]`.
    mutating func sections(
        _ key: String, _ read: (inout ConfigurationTable) throws(ConfigurationError) -> Void
    ) throws(ConfigurationError) {
        known.append(key)
        guard let node = entries[key] else { return }
        guard case .array(let nodes) = node else { throw error(key, "must be tables: [[\((path + [key]).joined(separator: "."))]]") }
        for (index, node) in nodes.enumerated() {
            guard case .table(let entries) = node else { throw error(key, "must be tables: [[\((path + [key]).joined(separator: "."))]]") }
            var table = ConfigurationTable(entries, path: path + [ConfigurationSource.name(key, index)], source: source)
            try read(&table)
            try table.finish()
        }
    }

    /// - Throws: ``ConfigurationError`` if there are keys that nothing asked for.
    func finish() throws(ConfigurationError) {
        guard let stranger = keys.first(where: { !known.contains($0) }) else { return }
        throw error(stranger, "is not known; known here: \(known.joined(separator: ", "))")
    }

    func error(_ key: String, _ rule: String) -> ConfigurationError { source.error(path + [key], rule) }
}
