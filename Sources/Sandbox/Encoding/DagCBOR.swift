import Crypto
import FoundationEssentials

/// The deterministic CBOR in which atproto records are hashed, so that a CID given here is the one any other server would give.
enum DagCBOR {
    static func encode(_ value: JSON) -> [UInt8] {
        switch value {
        case .null: [0xF6]
        case .bool(let flag): [flag ? 0xF5 : 0xF4]
        case .integer(let number): number >= 0 ? head(0, UInt64(number)) : head(1, UInt64(-(number + 1)))
        case .number(let number): [0xFB] + bigEndian(number.bitPattern)
        case .string(let text): head(3, UInt64(text.utf8.count)) + Array(text.utf8)
        case .array(let items): head(4, UInt64(items.count)) + items.flatMap(encode)
        case .object(let members): encode(members)
        }
    }

    /// Shorter keys first, then by bytes: the order of canonical CBOR (RFC 7049 §3.9), which DAG-CBOR keeps.
    private static func encode(_ members: [String: JSON]) -> [UInt8] {
        if members.count == 1, let text = members["$bytes"]?.string, let bytes = Data(base64Encoded: padded(text)) {
            return head(2, UInt64(bytes.count)) + bytes
        }
        if members.count == 1, let link = members["$link"]?.string, let bytes = ContentID.bytes(of: link) {
            return [0xD8, 42] + head(2, UInt64(bytes.count + 1)) + [0] + bytes
        }
        let keys = members.keys.sorted { left, right in
            (left.utf8.count, left) < (right.utf8.count, right)
        }
        return head(5, UInt64(keys.count)) + keys.flatMap { encode(.string($0)) + encode(members[$0] ?? .null) }
    }

    private static func padded(_ text: String) -> String {
        text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    }

    private static func head(_ major: UInt8, _ count: UInt64) -> [UInt8] {
        let type = major << 5
        return switch count {
        case 0..<24: [type | UInt8(count)]
        case 24..<0x100: [type | 24, UInt8(count)]
        case 0x100..<0x1_0000: [type | 25] + bigEndian(UInt16(count))
        case 0x1_0000..<0x1_0000_0000: [type | 26] + bigEndian(UInt32(count))
        default: [type | 27] + bigEndian(count)
        }
    }

    private static func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}
