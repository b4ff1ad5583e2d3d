import Broker
import Glibc
import Synchronization

/// The file that the daemon is configured by.
///
/// Only one that has never been there may be missing: of a file that cannot be looked at nobody knows what it forbids.
final class ConfigurationFile: Sendable {
    private let path: String?
    private let isDemanded: Mutex<Bool>

    /// - Parameters:
    ///   - named: the file that somebody named, which must be there.
    ///   - customary: the one that is read otherwise, if it is there; nil if there is no place for one.
    init(named: String?, customary: String?) {
        path = named ?? customary
        isDemanded = Mutex(named != nil)
    }

    /// What it says now; the defaults if there is none.
    /// - Throws: ``ConfigurationError`` if it is wrong, or cannot be read, or has gone since it was in force.
    func read() throws(ConfigurationError) -> Configuration {
        guard let path, isDemanded.withLock({ $0 }) || Self.isThere(path) else { return Configuration() }
        let configuration = try Configuration.load(path: path)
        isDemanded.withLock { $0 = true }
        return configuration
    }

    /// Whether there is something, were it a link that leads nowhere.
    private static func isThere(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 || errno != ENOENT
    }
}
