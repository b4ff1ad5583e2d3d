import Foundation
import PeerPrograms

/// Programs that share nothing with the sandbox, and talk to it.
enum Peer {
    /// A script of the folder `peers`.
    static func script(_ name: String) -> URL? { Bundle.module.url(forResource: name, withExtension: "py", subdirectory: "peers") }

    /// Runs a program to its end, on a thread of its own: the tests share few.
    static func run(_ words: String...) async throws -> PeerProgram.Outcome {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try PeerProgram(words).run() }) }
        }
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
