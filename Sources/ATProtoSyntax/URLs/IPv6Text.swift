/// The textual form of IPv6 addresses (RFC 4291 §2.2, RFC 5952).
enum IPv6Text {
    /// Parses an address without brackets and without zone.
    static func parse(_ text: [UInt8]) -> UInt128? {
        guard text.count >= 2, text.count <= 45 else { return nil }
        var head: [UInt16] = []
        var tail: [UInt16]?
        var rest = text[...]
        if rest.starts(with: [0x3A, 0x3A]) {
            tail = []
            rest = rest.dropFirst(2)
        }
        while !rest.isEmpty {
            guard let (words, used) = piece(rest) else { return nil }
            if tail == nil { head += words } else { tail? += words }
            rest = rest.dropFirst(used)
            if rest.isEmpty { break }
            // An embedded IPv4 address is the last piece.
            guard rest.first == 0x3A, words.count == 1, rest.count > 1 else { return nil }
            rest = rest.dropFirst()
            if rest.first == 0x3A {
                guard tail == nil else { return nil }
                tail = []
                rest = rest.dropFirst()
            }
        }
        return join(head, tail)
    }

    /// The shortest form: lower case, the longest run of two zero words or more replaced by `::`.
    static func serialize(_ value: UInt128) -> String {
        let words = (0..<8).map { UInt16(truncatingIfNeeded: value >> (112 - 16 * $0)) }
        let run = longestZeroRun(words)
        let text = { (part: ArraySlice<UInt16>) in part.map { String($0, radix: 16) }.joined(separator: ":") }
        guard run.count >= 2 else { return text(words[...]) }
        return text(words[..<run.lowerBound]) + "::" + text(words[run.upperBound...])
    }

    /// One group of 1 to 4 hexadecimal digits, or a dotted IPv4 address standing for two.
    private static func piece(_ rest: ArraySlice<UInt8>) -> (words: [UInt16], used: Int)? {
        let digits = rest.prefix { $0.hexValue != nil }
        if rest.dropFirst(digits.count).first == 0x2E {
            guard let v4 = IPAddress.dottedDecimal(rest) else { return nil }
            return ([UInt16(v4 >> 16), UInt16(v4 & 0xFFFF)], rest.count)
        }
        guard (1...4).contains(digits.count) else { return nil }
        return ([digits.reduce(UInt16(0)) { $0 << 4 | UInt16($1.hexValue ?? 0) }], digits.count)
    }

    private static func join(_ head: [UInt16], _ tail: [UInt16]?) -> UInt128? {
        let used = head.count + (tail?.count ?? 0)
        // `::` stands for one group of zeros or more.
        guard tail == nil ? used == 8 : used < 8 else { return nil }
        let words = head + Array(repeating: 0, count: 8 - used) + (tail ?? [])
        return words.reduce(UInt128(0)) { $0 << 16 | UInt128($1) }
    }

    private static func longestZeroRun(_ words: [UInt16]) -> Range<Int> {
        var best = 0..<0
        var start = 0
        for index in 0...words.count where index == words.count || words[index] != 0 {
            if index - start > best.count { best = start..<index }
            start = index + 1
        }
        return best
    }
}
