import Foundation
import Glibc
import Testing

/// A directory of a test's own, which goes with the value.
final class TemporaryDirectory: Sendable {
    let path: String

    init() {
        var template = Array((FileManager.default.temporaryDirectory.path + "/atoauthd-XXXXXX").utf8CString)
        path = mkdtemp(&template).map { String(cString: $0) } ?? ""
        #expect(!path.isEmpty)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// What is in its files, as text.
    func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).map {
            String(decoding: FileManager.default.contents(atPath: path + "/" + $0) ?? Data(), as: UTF8.self)
        }
    }

    /// The permission bits of the directory or of a file in it.
    func mode(_ file: String = "") throws -> UInt16? {
        (try FileManager.default.attributesOfItem(atPath: path + "/" + file)[.posixPermissions] as? NSNumber)?.uint16Value
    }
}
