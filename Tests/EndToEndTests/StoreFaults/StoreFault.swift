import Foundation
import Glibc
import Testing

/// Something that is wrong with a state directory when the daemon starts.
enum StoreFault: String, CaseIterable, CustomTestStringConvertible {
    case fullDisk = "a full disk", readOnlyDisk = "a disk that is mounted read-only", readOnlyDirectory =
        "a directory without leave to write"
    case readOnlyFile = "a store without leave to write", damagedPage = "a page in the middle with other bytes", truncated =
        "a store cut off"
    case foreign = "another program's database", newer = "the store of a newer daemon", wrongKey = "another master key"
    case exposedKey = "a master key that others may read", exposedDirectory = "a directory that others may write to"
    case exposedStore = "a store that others may read"

    var testDescription: String { rawValue }

    /// What the daemon says: what is wrong, and the way out.
    var complaint: [String] {
        switch self {
        case .fullDisk: ["make sure that its file system has room"]
        case .readOnlyDisk: ["Read-only file system"]
        case .readOnlyDirectory: ["Permission denied", "chmod 700"]
        case .readOnlyFile: ["Permission denied", "chmod 600"]
        case .damagedPage, .truncated: ["damaged", "restore a copy"]
        case .foreign: ["belongs to another program", "use another state directory"]
        case .newer: ["use the newer atoauthd again"]
        case .wrongKey: ["sealed with the master key", "bring the former key back"]
        case .exposedKey: ["others may use", "chmod 600"]
        case .exposedDirectory: ["others may write", "chmod 700"]
        case .exposedStore: ["others may use", "chmod 600"]
        }
    }

    /// Whether only a user who is not root is stopped by it.
    var isOfPermissions: Bool { self == .readOnlyDirectory || self == .readOnlyFile }
    /// Whether it takes a disk of its own.
    var isOfDisk: Bool { self == .fullDisk || self == .readOnlyDisk }

    /// Brings the fault about.
    func strike(_ state: String, _ disk: SmallDisk?) throws {
        let (store, key) = (state + "/sessions.sqlite", state + "/master-key")
        switch self {
        case .fullDisk: disk?.fill()
        case .readOnlyDisk: disk?.setReadOnly(true)
        case .readOnlyDirectory: chmod(state, 0o500)
        case .readOnlyFile: chmod(store, 0o400)
        case .damagedPage: try change(store) { $0.replaceSubrange(4096..<4296, with: repeatElement(0xA5, count: 200)) }
        case .truncated: try change(store) { $0.removeLast($0.count / 2) }
        case .foreign: try change(store) { $0.replaceSubrange(68..<72, with: [0, 0, 0, 1]) }
        case .newer: try change(store) { $0.replaceSubrange(60..<64, with: [0, 0, 0, 99]) }
        case .wrongKey: try change(key) { $0[0] ^= 1 }
        case .exposedKey: chmod(key, 0o644)
        case .exposedDirectory: chmod(state, 0o777)
        case .exposedStore: chmod(store, 0o644)
        }
    }

    /// Takes it away, and leaves the files as they are; what was damaged comes back from `copy`.
    func mend(_ state: String, _ disk: SmallDisk?, from copy: String) throws {
        disk?.setReadOnly(false)
        disk?.free()
        chmod(state, 0o700)
        for name in ["sessions.sqlite", "master-key"] {
            let file = state + "/" + name
            if [.damagedPage, .truncated, .foreign, .newer, .wrongKey].contains(self) {
                try Data(contentsOf: URL(filePath: copy + "/" + name)).write(to: URL(filePath: file))
            }
            chmod(file, 0o600)
        }
    }

    private func change(_ file: String, _ body: (inout [UInt8]) -> Void) throws {
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
        body(&bytes)
        // In its place: what it is to others does not change.
        let handle = try FileHandle(forWritingTo: URL(filePath: file))
        try handle.truncate(atOffset: UInt64(bytes.count))
        try handle.seek(toOffset: 0)
        try handle.write(contentsOf: bytes)
        try handle.close()
    }
}
