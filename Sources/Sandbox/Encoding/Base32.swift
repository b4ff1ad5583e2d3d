/// The lower-case base32 alphabet of RFC 4648 without padding: `did:plc` identifiers and CIDs are written in it.
enum Base32 {
    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var digits: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = (buffer << 8) | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                digits.append(alphabet[Int(buffer >> UInt32(bits)) & 31])
            }
            buffer &= (1 << UInt32(bits)) - 1
        }
        if bits > 0 { digits.append(alphabet[Int(buffer << UInt32(5 - bits)) & 31]) }
        return String(decoding: digits, as: UTF8.self)
    }
}
