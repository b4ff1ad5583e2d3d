/// Why the store, its directory or its keys were refused, or why a change did not become durable.
public struct StoreError: Error, Sendable, CustomStringConvertible {
    /// What a caller may branch on.
    public enum Code: String, Sendable {
        /// The file is no database any more, or its pages contradict each other.
        case damaged
        /// The file belongs to another program.
        case foreign
        /// A newer atoauthd wrote the file.
        case newer
        /// Others may read or change what is only for the daemon.
        case exposed
        /// The keys at hand are not those that the store was sealed with.
        case wrongKey
        /// Another daemon uses the directory.
        case inUse
        /// The operating system or SQLite failed: disk full, no permission.
        case unavailable
    }

    /// What a caller may branch on.
    public let code: Code
    /// For people: the file, the rule, the remedy. Never holds anything that was sealed.
    public let reason: String

    init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The code and the reason.
    public var description: String { "\(code.rawValue): \(reason)" }
}

extension StoreError: Equatable {
    /// Compares the codes; reasons are for people.
    public static func == (left: StoreError, right: StoreError) -> Bool { left.code == right.code }
}
