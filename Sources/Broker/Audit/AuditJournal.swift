import BrokerAPI
import FoundationEssentials
import Glibc

/// Writes the trail: appends lines, begins new files, and lets go of old ones. Used on one queue.
final class AuditJournal {
    private let folder: AuditFolder
    private let configuration: AuditConfiguration
    private var file: AppendFile
    /// How far the trail goes.
    private(set) var head: AuditHead
    private var isDurable = true

    /// Goes on with the trail in a directory, or begins one.
    /// - Throws: ``StoreError``.
    init(_ folder: AuditFolder, _ configuration: AuditConfiguration) throws(StoreError) {
        self.folder = folder
        self.configuration = configuration
        let known = folder.head
        if let newest = folder.files.last {
            file = try AppendFile(newest)
            let lines = try folder.lines(of: newest)
            try file.truncate(to: lines.reduce(0) { $0 + $1.count + 1 })
            let last = lines.last.flatMap(AuditLine.claim) ?? .origin
            // Lines that are gone stay missing: the chain goes on behind them.
            let end = known.map { $0.last.sequence > last.sequence ? $0.last : last } ?? last
            head = AuditHead(first: known?.first ?? 1, last: end)
            if file.size == 0 { try file.append(Self.header(after: end)) }
        } else {
            head = AuditHead(first: (known?.last.sequence ?? 0) + 1, last: known?.last ?? .origin)
            // All files gone and the head left is no beginning.
            if let known { head.first = known.first }
            file = try AppendFile(folder.file(from: head.last.sequence + 1))
            try file.append(Self.header(after: head.last))
        }
    }

    /// Appends entries, whose numbers and hashes are set here: all or none.
    /// - Throws: ``StoreError`` if they cannot be written.
    func append(_ entries: [AuditEntry]) throws {
        if file.size >= configuration.fileBytes { try beginFile() }
        var last = head.last
        var bytes: [UInt8] = []
        for entry in entries {
            let line = try AuditLine(entry, after: last)
            bytes += line.bytes + [UInt8(ascii: "\n")]
            last = line.link
        }
        try file.append(bytes)
        head.last = last
        isDurable = false
    }

    /// Makes all lines durable, and says so beside them.
    func synchronize() throws(StoreError) {
        guard !isDurable else { return }
        try file.synchronize()
        try folder.write(head)
        isDurable = true
    }

    private func beginFile() throws {
        try synchronize()
        let next = try AppendFile(folder.file(from: head.last.sequence + 1))
        try next.append(Self.header(after: head.last))
        file = next
        let surplus = folder.files.dropLast(configuration.files)
        guard !surplus.isEmpty, let oldest = folder.files.dropFirst(surplus.count).first,
            let first = try Self.header(folder.lines(of: oldest))
        else { return }
        // Said before it is done: a head that names lines which are gone would accuse somebody.
        head.first = first.sequence + 1
        try folder.write(head)
        for file in surplus { unlink(file) }
    }

    /// The first line of a file: where the chain was when the file began.
    private static func header(after link: AuditLink) -> [UInt8] {
        JSONValue.object(["hash": .string(link.hash), "sequence": .int(link.sequence)]).bytes + [UInt8(ascii: "\n")]
    }

    /// Where the chain was when a file of these lines began.
    static func header(_ lines: [ArraySlice<UInt8>]) -> AuditLink? { lines.first.flatMap(AuditLine.claim) }
}
