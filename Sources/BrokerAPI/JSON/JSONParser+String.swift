extension JSONParser {
    /// Reads a string, standing on its opening quote. Text without escapes, the usual case, is copied once.
    mutating func parseString() throws(JSONParseError) -> String {
        position += 1
        let start = position
        while let byte = current {
            if byte == UInt8(ascii: "\"") {
                let text = try text(of: bytes[start..<position])
                position += 1
                return text
            }
            if byte == UInt8(ascii: "\\") { return try parseEscapedString(from: start) }
            guard byte >= 0x20 else { throw fault("a control character must be escaped") }
            position += 1
        }
        throw fault("the string has no closing quote")
    }

    private mutating func parseEscapedString(from start: Int) throws(JSONParseError) -> String {
        var content = Array(bytes[start..<position])
        while let byte = current {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return try text(of: content)
            case UInt8(ascii: "\\"): content.append(contentsOf: String(try parseEscape()).utf8)
            case 0..<0x20: throw fault("a control character must be escaped")
            default: content.append(byte)
            }
        }
        throw fault("the string has no closing quote")
    }

    private mutating func parseEscape() throws(JSONParseError) -> Unicode.Scalar {
        guard let byte = current else { throw fault("the escape is cut off") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try parseUnicodeEscape()
        default: throw fault("unknown escape")
        }
    }

    /// `\uXXXX`, or two of them for a scalar beyond the basic plane. A lone surrogate is no character and is refused.
    private mutating func parseUnicodeEscape() throws(JSONParseError) -> Unicode.Scalar {
        let high = try parseHex4()
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard high < 0xDC00, take("\\"), take("u") else { throw fault("lone surrogate") }
        let low = try parseHex4()
        guard (0xDC00..<0xE000).contains(low), let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) else {
            throw fault("lone surrogate")
        }
        return scalar
    }

    private mutating func parseHex4() throws(JSONParseError) -> UInt32 {
        var number: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw fault("expected four hexadecimal digits")
            }
            number = number << 4 + UInt32(digit)
            position += 1
        }
        return number
    }

    private func text(of content: some Collection<UInt8>) throws(JSONParseError) -> String {
        guard let text = String(validating: content, as: UTF8.self) else {
            throw JSONParseError(offset: position, reason: "the string is not valid UTF-8")
        }
        return text
    }
}
