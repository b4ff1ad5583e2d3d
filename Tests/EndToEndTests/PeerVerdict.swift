import Foundation
import PeerPrograms
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
        let outcome = try PeerProgram(["python3", try Self.path(script, "py")] + arguments + [file.path()]).run()
        let said = outcome.said
        if outcome.isSkipped {
            print("Peer test skipped, a Python library is needed: \(said)")
            text = nil
        } else {
            #expect(outcome.status == 0, "\(said)")
            text = said
        }
    }

    /// A file among the peers.
    static func path(_ name: String, _ kind: String) throws -> String {
        try #require(Bundle.module.url(forResource: name, withExtension: kind, subdirectory: "peers")).path()
    }
}
