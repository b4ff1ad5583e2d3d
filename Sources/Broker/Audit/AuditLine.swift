import BrokerAPI

/// The bytes of a line of the trail: a JSON object whose last member is the hash of the bytes before it, chained to the line before.
struct AuditLine {
    private static let mark = Array(#","hash":""#.utf8)
    private static let end = Array(#""}"#.utf8)
    private static let tailLength = mark.count + 64 + end.count

    /// The line, without its newline.
    let bytes: [UInt8]
    /// Its place.
    let link: AuditLink

    /// The line of `entry`, whose number and hash are set here.
    init(_ entry: AuditEntry, after former: AuditLink) throws {
        var entry = entry
        entry.sequence = former.sequence + 1
        guard var members = try JSONValue(encoding: entry).objectValue else { preconditionFailure("an entry is an object") }
        members["hash"] = nil
        var line = JSONValue.object(members).bytes
        line.removeLast()
        link = former.next(line)
        line += Self.mark
        line += link.hash.utf8
        line += Self.end
        bytes = line
    }

    /// The place of a line as it was read, if it follows `former`; nil if it was changed, or is not the next one.
    static func link(of line: ArraySlice<UInt8>, after former: AuditLink) -> AuditLink? {
        guard line.count > tailLength, line.suffix(end.count).elementsEqual(end) else { return nil }
        let (body, tail) = (line.dropLast(tailLength), line.suffix(tailLength))
        let link = former.next(body)
        guard tail.starts(with: mark), tail.dropFirst(mark.count).prefix(64).elementsEqual(link.hash.utf8) else { return nil }
        return sequence(of: line) == link.sequence ? link : nil
    }

    /// The place that a line claims.
    static func claim(_ line: ArraySlice<UInt8>) -> AuditLink? {
        guard let value = try? JSONValue(parsing: line), let sequence = value["sequence"]?.intValue, let hash = value["hash"]?.stringValue
        else { return nil }
        return AuditLink(sequence: sequence, hash: hash)
    }

    /// The entry of a line; nil for a line that is none any more.
    static func entry(_ line: ArraySlice<UInt8>) -> AuditEntry? { try? JSONValue(parsing: line).decode(AuditEntry.self) }

    private static func sequence(of line: ArraySlice<UInt8>) -> Int64? { (try? JSONValue(parsing: line))?["sequence"]?.intValue }
}
