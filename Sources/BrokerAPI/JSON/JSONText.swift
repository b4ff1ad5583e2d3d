/// Strings on their way to the wire (RFC 8259 §7).
enum JSONText {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Appends a string with its quotes. What needs no escape, usually all of it, is copied in one piece.
    static func write(_ text: String, into output: inout [UInt8]) {
        var text = text
        output.append(UInt8(ascii: "\""))
        text.withUTF8 { bytes in
            var start = 0
            while true {
                let end = firstEscape(in: bytes, from: start)
                output.append(contentsOf: bytes[start..<end])
                guard end < bytes.count else { return }
                escape(bytes[end], into: &output)
                start = end + 1
            }
        }
        output.append(UInt8(ascii: "\""))
    }

    /// Where the next escape is due, or the end. Sixteen bytes at a time: a token has some hundreds, and none that needs one.
    private static func firstEscape(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        let raw = UnsafeRawBufferPointer(bytes)
        while index + 16 <= bytes.count {
            let lane = raw.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
            let special = (lane .< 0x20) .| (lane .== 0x7F) .| (lane .== UInt8(ascii: "\"")) .| (lane .== UInt8(ascii: "\\"))
            if any(special) { break }
            index += 16
        }
        while index < bytes.count, !needsEscape(bytes[index]) { index += 1 }
        return index
    }

    /// DEL too, so that a line never carries an ASCII control character to a terminal.
    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func escape(_ byte: UInt8, into output: inout [UInt8]) {
        output.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): output.append(byte)
        case UInt8(ascii: "\n"): output.append(UInt8(ascii: "n"))
        default: output += [UInt8(ascii: "u"), UInt8(ascii: "0"), UInt8(ascii: "0"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
}
