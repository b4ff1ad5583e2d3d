import Synchronization

/// The OAuth clients there are. One whose keys change takes the place of what it was.
final class Registrations: Sendable {
    private let table: Mutex<[String: Registration]>

    init(_ registrations: [Registration]) {
        table = Mutex(Dictionary(uniqueKeysWithValues: registrations.map { ($0.name, $0) }))
    }

    /// The client of that name.
    subscript(name: String) -> Registration? { table.withLock { $0[name] } }

    /// Their names, sorted.
    var names: [String] { table.withLock { $0.keys.sorted() } }

    /// What is said of a client that is called `name` by a session and by nobody else any more.
    static func missing(_ name: String) -> String { "the configuration has no registration called \(name) any more" }

    func replace(_ registration: Registration) { table.withLock { $0[registration.name] = registration } }
}
