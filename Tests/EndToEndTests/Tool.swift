import Foundation
import Glibc

/// A program of this package, run for real: the binary beside the tests.
struct Tool {
    /// What a run left.
    struct Outcome: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    let path: String

    static let atoauthctl = Tool("atoauthctl")
    static let atoauthd = Tool("atoauthd")

    private init(_ name: String) {
        // The test runner stands where the build put everything.
        let runner = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        path = runner.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/" + name
    }

    init(at path: String) { self.path = path }

    /// Runs it to its end, with `prefix` in front of its name, in an environment of just `environment`.
    func run(_ arguments: [String], prefix: [String] = [], environment: [String: String] = [:]) async throws -> Outcome {
        let folder = FileManager.default.temporaryDirectory.appending(path: "atoauthd-run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (output, errors) = (folder.appending(path: "out").path, folder.appending(path: "err").path)
        let child = try Self.spawn(prefix + [path] + arguments, environment, output, errors)
        let status = await Self.wait(child)
        func text(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
        return Outcome(status: status, output: text(output), errors: text(errors))
    }

    /// Starts `words` with its output in files.
    static func spawn(_ words: [String], _ environment: [String: String], _ output: String, _ errors: String) throws -> pid_t {
        var arguments = words.map { strdup($0) } + [nil]
        var variables = environment.merging(["PATH": "/usr/bin:/bin"]) { own, _ in own }.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, output, O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&files, STDERR_FILENO, errors, O_WRONLY | O_CREAT, 0o600)
        var child = pid_t()
        let outcome = posix_spawnp(&child, words[0], &files, nil, &arguments, &variables)
        guard outcome == 0 else { throw Wire.Failure(errno: outcome) }
        return child
    }

    /// Waits for the end of a program, on a thread of its own: the tests share few.
    static func wait(_ child: pid_t) async -> Int32 {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var status: Int32 = 0
                while waitpid(child, &status, 0) < 0, errno == EINTR {}
                continuation.resume(returning: status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F))
            }
        }
    }
}
