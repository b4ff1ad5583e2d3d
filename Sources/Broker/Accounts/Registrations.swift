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

    func replace(_ registration: Registration) { table.withLock { $0[registration.name] = registration } }
}
