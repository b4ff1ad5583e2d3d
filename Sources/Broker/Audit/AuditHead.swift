/// How far the trail goes: kept beside it, so that lines missing at either end show.
struct AuditHead: Hashable, Sendable {
    /// The oldest line that is kept.
    var first: Int64
    /// The newest one.
    var last: AuditLink

    init(first: Int64, last: AuditLink) {
        self.first = first
        self.last = last
    }

    init?(_ bytes: [UInt8]) {
        let fields = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard fields.count == 3, let first = Int64(fields[0]), let last = Int64(fields[1]), fields[2].utf8.count == 64 else { return nil }
        self.init(first: first, last: AuditLink(sequence: last, hash: String(fields[2])))
    }

    /// Always as long, so that a newer head covers an older one.
    var bytes: [UInt8] { Array("\(Self.padded(first)) \(Self.padded(last.sequence)) \(last.hash)\n".utf8) }

    static func padded(_ number: Int64) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 20 - digits.count)) + digits
    }
}
