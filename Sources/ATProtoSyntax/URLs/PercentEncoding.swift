/// Percent-encoding as RFC 3986 §2.1 defines it.
package enum PercentEncoding {
    /// The bytes behind the escapes; `nil` if an escape is malformed or the result is not UTF-8.
    package static func decode(_ text: some StringProtocol) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == 0x25 else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst()?.hexValue, let low = rest.popFirst()?.hexValue else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// `text` with every byte escaped that is neither unreserved (RFC 3986 §2.3) nor in `allowed`.
    package static func encode(_ text: String, allowing allowed: Set<UInt8> = []) -> String {
        let bytes = text.utf8.flatMap { byte -> [UInt8] in
            isUnreserved(byte) || allowed.contains(byte) ? [byte] : escape(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func escape(_ byte: UInt8) -> [UInt8] { [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]] }

    private static func isUnreserved(_ byte: UInt8) -> Bool { byte.isAlphanumeric || unreservedMarks.contains(byte) }

    private static let digits = Array("0123456789ABCDEF".utf8)
    private static let unreservedMarks = Set("-._~".utf8)
}
