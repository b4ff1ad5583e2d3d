import JOSE

/// The first hundred bytes of an SQLite file (SQLite file format, section 1.3), read without SQLite, which would begin to
/// recover a file that is none of ours.
struct StoreHeader {
    /// `atoa`, in the place where SQLite files say whose they are.
    static let applicationID: Int32 = 0x61746F61
    static let length = 100
    private static let magic = Array("SQLite format 3\0".utf8)

    private let bytes: [UInt8]
    private let path: String

    init(_ file: PrivateFile) throws(StoreError) {
        let head = try file.read(upTo: Self.length)
        bytes = head.withUnsafeBytes { Array($0) }
        path = file.path
    }

    /// - Throws: ``StoreError`` with `damaged`, `foreign` or `newer`.
    func check() throws(StoreError) {
        guard bytes.count == Self.length, bytes.starts(with: Self.magic) else {
            throw StoreError(.damaged, "\(path) does not begin like a database: restore a copy, or move it away to start anew")
        }
        guard number(at: 68) == Self.applicationID else {
            throw StoreError(.foreign, "\(path) belongs to another program: use another state directory")
        }
        let version = number(at: 60)
        guard version <= StoreSchema.version else {
            throw StoreError(
                .newer, "\(path) has format \(version), and this atoauthd knows up to \(StoreSchema.version): use the newer atoauthd again")
        }
        guard version >= 1 else { throw StoreError(.damaged, "\(path) has format \(version), which never was one") }
    }

    private func number(at offset: Int) -> Int32 {
        Int32(bitPattern: bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) })
    }
}
