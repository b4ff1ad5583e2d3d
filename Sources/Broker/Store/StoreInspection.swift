import GRDB
import Glibc

/// Looks at a store that is there already, and changes nothing: whoever is refused finds the file as it was.
struct StoreInspection {
    let path: String

    /// - Throws: ``StoreError`` with `exposed`, `damaged`, `foreign`, `newer` or `wrongKey`.
    func check(_ keyring: Keyring) throws {
        for file in [path, path + "-wal"].map(PrivateFile.init) where file.exists {
            try file.check()
            guard access(file.path, W_OK) == 0 else {
                throw StoreError(.unavailable, "cannot write to \(file.path): \(systemError()): chmod 600 \(file.path)")
            }
        }
        try StoreHeader(PrivateFile(path: path)).check()
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.read { database in
            let verdict = try String.fetchOne(database, sql: "PRAGMA integrity_check(1)")
            guard verdict == "ok" else {
                throw StoreError(.damaged, "\(path): \(verdict ?? "no verdict"); restore a copy, or move it away to start anew")
            }
            try Canary.check(database, keyring: keyring, path: path)
        }
        try queue.close()
    }
}
