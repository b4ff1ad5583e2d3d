import Foundation
import Testing

/// What a Python script among the peers says of evidence.
struct PeerVerdict {
    /// What it printed; nil if Python or a library that it needs is missing, which was then said.
    let text: String?

    /// Has `script` judge, with `arguments` in front of the file that holds the evidence. A verdict of guilty is a failed expectation.
    init(_ script: String, arguments: [String] = [], _ evidence: Data) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "atoauthd-evidence-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try evidence.write(to: file)
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", try Self.path(script, "py")] + arguments + [file.path()]
        (process.standardOutput, process.standardError) = (output, output)
        try process.run()
        let said = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        if [77, 127].contains(process.terminationStatus) {
            print("Peer test skipped, a Python library is needed: \(said)")
            text = nil
        } else {
            #expect(process.terminationStatus == 0, "\(said)")
            text = said
        }
    }

    /// A file among the peers.
    static func path(_ name: String, _ kind: String) throws -> String {
        try #require(Bundle.module.url(forResource: name, withExtension: kind, subdirectory: "peers")).path()
    }
}
