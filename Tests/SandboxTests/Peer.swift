import Foundation

/// Programs that share nothing with the sandbox, and talk to it.
enum Peer {
    /// What a program left.
    struct Outcome: Sendable {
        let status: Int32
        let text: String

        /// Whether it could not even begin: 77 is automake's number for a skipped test, 127 the shell's for a missing program.
        var isSkipped: Bool { status == 77 || status == 127 }
    }

    /// A script of the folder `peers`.
    static func script(_ name: String) -> URL? { Bundle.module.url(forResource: name, withExtension: "py", subdirectory: "peers") }

    /// Runs a program to its end.
    static func run(_ program: String, _ arguments: String...) async throws -> Outcome {
        let process = Process()
        let output = FileManager.default.temporaryDirectory.appending(path: "atoauthd-peer-\(UUID().uuidString)")
        try Data().write(to: output)
        defer { try? FileManager.default.removeItem(at: output) }
        // A file, because a program that fills a pipe which nobody reads yet never ends.
        let handle = try FileHandle(forWritingTo: output)
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = handle
        process.standardError = handle
        let status = try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        return Outcome(status: status, text: String(decoding: try Data(contentsOf: output), as: UTF8.self))
    }

    /// A Python that has `package` from PyPI, in an environment beside what was built, so that only the first run takes its time.
    /// - Returns: its path; nil if it cannot be had here.
    static func python(having package: String, version: String) async throws -> String? {
        let folder = Bundle.module.bundleURL.deletingLastPathComponent().appending(path: "python-\(package)-\(version)")
        let python = folder.appending(path: "bin/python").path()
        if try await run(python, "-m", "pip", "show", "--quiet", package).status == 0 { return python }
        guard try await run("python3", "-m", "venv", folder.path()).status == 0 else { return nil }
        let installed = try await run(
            python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "0", "--timeout", "5",
            "\(package)==\(version)")
        return installed.status == 0 ? python : nil
    }
}
