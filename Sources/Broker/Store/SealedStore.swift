import GRDB
import Synchronization

/// The sessions and open sign-ins of all users in one SQLite file, their secrets sealed.
///
/// Every change is durable or has not happened: when a function returns, a power loss does not undo it. A cancelled caller does not
/// cancel a change, since what it is about may have happened at a server already.
public final class SealedStore: Sendable {
    /// The name of the file in its directory.
    static let fileName = "sessions.sqlite"

    let path: String
    private let directory: StateDirectory
    private let queue: DatabaseQueue
    private let commits: GroupCommit
    private let keys: Mutex<Keyring>
    private let door = StoreDoor()

    /// Opens the store of a directory, and makes it if there is none. Blocks.
    /// - Throws: ``StoreError`` for a store that must not be used, which is left as it was.
    public init(in directory: StateDirectory, keyring: Keyring) throws(StoreError) {
        self.directory = directory
        path = directory.file(Self.fileName)
        keys = Mutex(keyring)
        do {
            if PrivateFile(path: path).exists {
                try StoreInspection(path: path).check(keyring)
            } else {
                try Self.refuseRemains(of: path)
                try StoreSchema.create(path, keyring: keyring)
            }
            queue = try Self.open(path)
            commits = GroupCommit(queue)
        } catch {
            throw StoreError(explaining: error, path)
        }
    }

    /// Puts everything into the one file and gives the directory back, once whoever is at work in it is done. Whatever is asked of the
    /// store after it fails.
    /// - Throws: ``StoreError`` if SQLite cannot close the file, which loses nothing.
    public func close() throws(StoreError) {
        if door.close() { try shut() }
    }

    private func shut() throws(StoreError) {
        do { try queue.close() } catch { throw StoreError(explaining: error, path) }
        directory.release()
    }

    private func enter() throws(StoreError) {
        guard door.enter() else { throw StoreError(.unavailable, "\(path) is closed, because the daemon stops") }
    }

    private func leave() {
        // Nobody is left to tell of a failure, which loses nothing.
        if door.leave() { try? shut() }
    }

    /// The directory of the store, and of what else the daemon keeps.
    var directoryPath: String { directory.path }

    /// The master keys, of which the current one seals. Asked for inside a transaction only: one that began before a rotation would
    /// otherwise seal with a key that is forgotten when its turn comes.
    var keyring: Keyring { keys.withLock { $0 } }

    /// Seals with another keyring from now on.
    func use(_ keyring: Keyring) { keys.withLock { $0 = keyring } }

    /// Runs `body` in a transaction, which it may share with others' changes, away from the caller's thread, and returns when it is
    /// durable.
    func write<Result: Sendable>(_ body: @escaping @Sendable (Database) throws -> Result) async throws -> Result {
        try enter()
        defer { leave() }
        do {
            return try await commits.write(body)
        } catch {
            throw StoreError(explaining: error, path)
        }
    }

    /// Runs `body` away from the caller's thread.
    func read<Result: Sendable>(_ body: @escaping @Sendable (Database) throws -> Result) async throws -> Result {
        try enter()
        defer { leave() }
        do {
            return try await queue.read(body)
        } catch let error as CancellationError {
            throw error
        } catch {
            throw StoreError(explaining: error, path)
        }
    }

    private static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = GRDB.Configuration()
        configuration.journalMode = .wal
        // Nobody else has the directory; only somebody's backup may be reading for a moment.
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY")
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        // GRDB sets NORMAL when it opens a store with a log, and thereby loses the last changes with the power.
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            for (pragma, value) in [("synchronous", "2"), ("secure_delete", "1"), ("journal_mode", "wal")] {
                let found = try String.fetchOne(database, sql: "PRAGMA \(pragma)")
                guard found == value else {
                    throw StoreError(.unavailable, "\(path): SQLite keeps \(pragma) at \(found ?? "nothing") instead of \(value)")
                }
            }
        }
        try queue.writeWithoutTransaction { try StoreSchema.upgrade($0) }
        return queue
    }

    /// A log without its store is what remains after somebody moved only the store away; SQLite would delete it unseen.
    private static func refuseRemains(of path: String) throws(StoreError) {
        for remains in ["-wal", "-journal"].map({ path + $0 }) where PrivateFile(path: remains).exists {
            throw StoreError(.damaged, "\(remains) has no store beside it: bring \(path) back, or move both away to start anew")
        }
    }
}
