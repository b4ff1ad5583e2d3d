import Foundation
import Glibc

/// A program that knows nothing of this package, run to its end.
///
/// Not with Foundation's `Process`, which was seen to crash where several threads begin one at the same time.
public struct PeerProgram: Sendable {
    /// What a run left.
    public struct Outcome: Sendable {
        /// The exit status; 127 if there is no such program, and 128 and more for a signal.
        public let status: Int32
        /// What it printed.
        public let output: [UInt8]
        /// What it complained of, in bytes.
        public let errors: [UInt8]

        /// What it printed, without the white space around it.
        public var text: String { Self.text(output) }
        /// What it complained of, as text.
        public var complaint: String { Self.text(errors) }

        /// Both.
        public var said: String { [text, complaint].filter { !$0.isEmpty }.joined(separator: "\n") }

        /// Whether it could not even begin: 77 is automake's number for a skipped test, 127 the shell's for a missing program.
        public var isSkipped: Bool { status == 77 || status == 127 }

        private static func text(_ bytes: [UInt8]) -> String {
            String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    private let words: [String]

    /// A program, found like a shell does, and its arguments.
    public init(_ words: [String]) { self.words = words }

    /// Runs it, and blocks until it has ended. What it reads and writes is in files: a pipe that nobody reads fills up.
    public func run(input: [UInt8] = []) throws -> Outcome {
        let folder = FileManager.default.temporaryDirectory.appending(path: "atoauthd-peer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = ["in", "out", "err"].map { folder.appending(path: $0).path }
        try Data(input).write(to: URL(filePath: files[0]))
        let status = try spawn(files)
        func bytes(_ path: String) -> [UInt8] { (try? Data(contentsOf: URL(filePath: path))).map { [UInt8]($0) } ?? [] }
        return Outcome(status: status, output: bytes(files[1]), errors: bytes(files[2]))
    }

    private func spawn(_ files: [String]) throws -> Int32 {
        var arguments = words.map { strdup($0) } + [nil]
        var variables = ProcessInfo.processInfo.environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, files[0], O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, files[1], O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, files[2], O_WRONLY | O_CREAT, 0o600)
        var child = pid_t()
        let outcome = posix_spawnp(&child, words[0], &actions, nil, &arguments, &variables)
        guard outcome != ENOENT else { return 127 }
        guard outcome == 0 else { throw CocoaError(.executableLoad) }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }
}
