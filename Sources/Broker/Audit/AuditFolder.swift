import FoundationEssentials
import Glibc

/// The files of the trail in the state directory: `audit-NUMBER.jsonl`, named by their first line, and `audit.head`.
struct AuditFolder: Sendable {
    let path: String

    /// The files of lines, oldest first.
    var files: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasPrefix("audit-") && $0.hasSuffix(".jsonl") }.sorted().map { "\(path)/\($0)" }
    }

    /// The file whose first line is number `sequence`.
    func file(from sequence: Int64) -> String { "\(path)/audit-\(AuditHead.padded(sequence)).jsonl" }

    /// How far the trail went when somebody last said so; nil if nobody did.
    var head: AuditHead? { FileManager.default.contents(atPath: headPath).flatMap { AuditHead([UInt8]($0)) } }

    /// Says how far the trail goes. Only what is durable may be said, or a power loss would look like somebody's deed.
    func write(_ head: AuditHead) throws(StoreError) {
        let descriptor = open(headPath, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw StoreError(.unavailable, "cannot open \(headPath): \(systemError())") }
        defer { close(descriptor) }
        let bytes = head.bytes
        guard pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else {
            throw StoreError(.unavailable, "cannot write \(headPath): \(systemError())")
        }
    }

    /// The lines of a file, its first one, the header, included; what follows the last newline was never finished.
    func lines(of file: String) throws(StoreError) -> [ArraySlice<UInt8>] {
        guard let data = FileManager.default.contents(atPath: file) else { throw StoreError(.unavailable, "cannot read \(file)") }
        var lines = [UInt8](data).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        lines.removeLast()
        return lines
    }

    private var headPath: String { "\(path)/audit.head" }
}
