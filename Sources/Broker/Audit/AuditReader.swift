import BrokerAPI
import Dispatch

/// Reads the trail as far as it went when the reader was made. Writing goes on meanwhile.
struct AuditReader: Sendable {
    let folder: AuditFolder
    let head: AuditHead

    /// The lines that a query asks for, oldest first.
    func entries(_ query: AuditQuery) async throws -> [AuditEntry] {
        try await aside {
            query.after == nil ? try newest(query) : try oldest(query)
        }
    }

    /// The number of the first line that is missing or changed; nil if the whole chain holds.
    func firstBrokenLine() async throws -> Int64? {
        try await aside { try verify() }
    }

    /// Files are read whole, so not on a thread that others wait for.
    private func aside<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global(qos: .utility).async { continuation.resume(with: Swift.Result { try body() }) }
        }
    }

    private func newest(_ query: AuditQuery) throws -> [AuditEntry] {
        var found: [AuditEntry] = []
        for file in folder.files.reversed() {
            for line in try folder.lines(of: file).dropFirst().reversed() where found.count < query.limit {
                if let entry = AuditLine.entry(line), query.takes(entry) { found.append(entry) }
            }
            guard found.count < query.limit else { break }
        }
        return found.reversed()
    }

    private func oldest(_ query: AuditQuery) throws -> [AuditEntry] {
        let files = folder.files
        // The last file that begins before the line, and those after it.
        let start = files.lastIndex { $0 <= folder.file(from: (query.after ?? 0) + 1) } ?? 0
        var found: [AuditEntry] = []
        for file in files[start...] {
            for line in try folder.lines(of: file).dropFirst() where found.count < query.limit {
                if let entry = AuditLine.entry(line), query.takes(entry) { found.append(entry) }
            }
        }
        return found
    }

    private func verify() throws -> Int64? {
        var link: AuditLink?
        for file in folder.files {
            let lines = try folder.lines(of: file)
            let start = AuditJournal.header(lines)
            // Older files than the head tells of may be on their way out.
            if link == nil, (start?.sequence ?? .max) >= head.first { return head.first }
            if let link, start != link { return link.sequence + 1 }
            var current = start ?? .origin
            for line in lines.dropFirst() {
                guard let next = AuditLine.link(of: line, after: current) else { return current.sequence + 1 }
                current = next
            }
            link = current
        }
        let end = link ?? .origin
        if end.sequence < head.last.sequence { return end.sequence + 1 }
        return end.sequence == head.last.sequence && end != head.last ? end.sequence : nil
    }
}
