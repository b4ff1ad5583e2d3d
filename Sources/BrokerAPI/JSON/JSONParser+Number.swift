extension JSONParser {
    /// Reads a number by the grammar of RFC 8259 §6, which is narrower than what Swift's own initialisers accept.
    mutating func parseNumber() throws(JSONParseError) -> JSONValue {
        let start = position
        _ = take("-")
        let leadingZero = current == UInt8(ascii: "0")
        let digits = skipDigits()
        guard digits > 0 else { throw fault("expected a digit") }
        guard !leadingZero || digits == 1 else { throw fault("a number must not start with 0") }
        var isWhole = true
        if take(".") {
            isWhole = false
            guard skipDigits() > 0 else { throw fault("expected a digit after the point") }
        }
        if take("e") || take("E") {
            isWhole = false
            if !take("+") { _ = take("-") }
            guard skipDigits() > 0 else { throw fault("expected a digit in the exponent") }
        }
        return try number(String(decoding: bytes[start..<position], as: UTF8.self), isWhole: isWhole)
    }

    private mutating func skipDigits() -> Int {
        let start = position
        while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        return position - start
    }

    private func number(_ text: String, isWhole: Bool) throws(JSONParseError) -> JSONValue {
        if isWhole, let number = Int64(text) { return .int(number) }
        guard let number = Double(text), number.isFinite else { throw fault("the number is too large") }
        return .double(number)
    }
}
