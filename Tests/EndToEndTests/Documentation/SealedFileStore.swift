import ATProtoOAuth
import ATProtoSyntax
import FoundationEssentials
import Glibc
import JOSE

// The code of the article StoresAndCrashSafety.md, which the compiler thus sees.

// snippet: store
/// Sessions, one sealed file each. An actor, so that the writes of a session keep their order.
actor SealedFileStore: SessionStore {
    private let folder: URL
    private let key: SecretBytes
    private var sessions: [DID: Session] = [:]

    init(folder: URL, key: SecretBytes) {
        self.folder = folder
        self.key = key
    }

    func session(of sub: DID) throws -> Session? {
        if let session = sessions[sub] { return session }
        let path = folder.appending(path: "\(sub)").path
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        // The account's name is sealed in as well: a file that was moved does not open as another account's.
        let sealed = try Data(contentsOf: URL(filePath: path))
        let archive = try AESGCM.open(Array(sealed), key: key, associated: Array("\(sub)".utf8))
        sessions[sub] = try Session(archive: archive)
        return sessions[sub]
    }

    func set(_ session: Session) throws {
        let sealed = try AESGCM.seal(session.archive(), key: key, associated: Array("\(session.sub)".utf8))
        try replace(folder.appending(path: "\(session.sub)").path, with: sealed)
        sessions[session.sub] = session
    }

    func delete(_ sub: DID, cause: any Error) throws {
        sessions[sub] = nil
        try FileManager.default.removeItem(at: folder.appending(path: "\(sub)"))
        try synchronize(folder.path)
    }

    /// Returns when the new content would survive a loss of power; until then the old one would.
    private func replace(_ path: String, with bytes: [UInt8]) throws {
        let draft = open(path + ".new", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard draft >= 0 else { throw NotStored() }
        defer { close(draft) }
        guard write(draft, bytes, bytes.count) == bytes.count, fsync(draft) == 0, rename(path + ".new", path) == 0 else {
            throw NotStored()
        }
        try synchronize(folder.path)
    }

    private func synchronize(_ path: String) throws {
        let directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(directory) }
        guard directory >= 0, fsync(directory) == 0 else { throw NotStored() }
    }

    struct NotStored: Error {}
}
// snippet end
