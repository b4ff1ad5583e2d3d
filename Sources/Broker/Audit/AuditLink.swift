import JOSE

/// A place in the hash chain: a line's number, and the hash of all up to and with it.
struct AuditLink: Hashable, Sendable {
    let sequence: Int64
    /// SHA-256 in hexadecimal.
    let hash: String

    /// Before the first line.
    static let origin = AuditLink(sequence: 0, hash: String(repeating: "0", count: 64))

    /// The place of the line after this one, whose bytes without the hash are `body`.
    func next(_ body: some Collection<UInt8>) -> AuditLink {
        AuditLink(sequence: sequence + 1, hash: Self.hexadecimal(Digest.sha256.hash(Array(hash.utf8) + body)))
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
