import Foundation
import JOSE
import PeerPrograms

/// A program that knows nothing of this library and judges what it makes.
enum Peer {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Whether `openssl` is there to ask.
    static let hasOpenSSL = (try? run("openssl", ["version"])) != nil
    /// Whether Python has both libraries.
    static let hasPython = (try? run("python3", ["-c", "import joserfc, cryptography"])) != nil

    /// Runs a program to its end.
    /// - Returns: what it printed.
    @discardableResult
    static func run(_ program: String, _ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
        let outcome = try PeerProgram([program] + arguments).run(input: input)
        guard outcome.status == 0 else { throw Failure(description: outcome.complaint) }
        return outcome.output
    }

    /// Runs a Python program with the arguments of `sys.argv[1:]`.
    static func python(_ program: String, _ arguments: String...) throws -> String {
        String(decoding: try run("python3", ["-c", program] + arguments), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Writes bytes to a file of its own, lends its path, removes it.
    static func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("jose-\(UUID().uuidString)")
        try Data(bytes).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        return try body(url.path)
    }
}
