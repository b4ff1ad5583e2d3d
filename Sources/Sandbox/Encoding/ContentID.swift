import Crypto

/// CIDs version 1 with SHA-256, the only kind that atproto uses.
enum ContentID {
    private static let prefixLength = 4

    static func ofRecord(_ record: JSON) -> String {
        make(codec: 0x71, of: DagCBOR.encode(record))
    }

    static func ofBlob(_ bytes: [UInt8]) -> String {
        make(codec: 0x55, of: bytes)
    }

    /// The binary form, nil unless `text` is a base32 CID of the kind made here.
    static func bytes(of text: String) -> [UInt8]? {
        guard text.first == "b" else { return nil }
        var bytes: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for digit in text.utf8.dropFirst() {
            guard let value = value(digit) else { return nil }
            buffer = (buffer << 5) | value
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
                buffer &= (1 << UInt32(bits)) - 1
            }
        }
        return bytes.count == prefixLength + SHA256.byteCount ? bytes : nil
    }

    private static func make(codec: UInt8, of bytes: [UInt8]) -> String {
        "b" + Base32.encode([0x01, codec, 0x12, 0x20] + SHA256.hash(data: bytes))
    }

    private static func value(_ digit: UInt8) -> UInt32? {
        switch digit {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit - UInt8(ascii: "a"))
        case UInt8(ascii: "2")...UInt8(ascii: "7"): UInt32(digit - UInt8(ascii: "2") + 26)
        default: nil
        }
    }
}
