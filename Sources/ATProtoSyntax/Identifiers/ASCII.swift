/// The character classes of the grammars, on bytes: identifiers are ASCII, and bytes cannot be confused by Unicode rules.
extension UInt8 {
    var isLowercaseLetter: Bool { self >= 0x61 && self <= 0x7A }
    var isLetter: Bool { (self | 0x20).isLowercaseLetter }
    var isDigit: Bool { self >= 0x30 && self <= 0x39 }
    var isAlphanumeric: Bool { isLetter || isDigit }
    var isHyphen: Bool { self == 0x2D }
    var lowercased: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }

    /// The value of a hexadecimal digit.
    var hexValue: UInt8? {
        if isDigit { return self - 0x30 }
        let letter = self | 0x20
        return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : nil
    }
}

extension Collection where Element == UInt8 {
    /// A DNS label: 1 to 63 letters, digits and hyphens, no hyphen at either edge (RFC 1123 §2.1).
    var isDNSLabel: Bool {
        guard !isEmpty, count <= 63, let first, first.isAlphanumeric else { return false }
        var last = first
        for byte in self {
            guard byte.isAlphanumeric || byte.isHyphen else { return false }
            last = byte
        }
        return last.isAlphanumeric
    }

    /// A domain name of two labels or more whose last label starts with a letter, so that no address in dotted form is one.
    var isDomainName: Bool {
        guard count <= 253 else { return false }
        let labels = split(separator: 0x2E, omittingEmptySubsequences: false)
        guard labels.count >= 2, labels.allSatisfy(\.isDNSLabel) else { return false }
        return labels.last?.first?.isLetter ?? false
    }

    /// A decimal port from 1 to 65535.
    var portNumber: Int? {
        guard !isEmpty, count <= 16 else { return nil }
        var value = 0
        for byte in self {
            guard byte.isDigit else { return nil }
            value = value * 10 + Int(byte - 0x30)
            guard value <= 65_535 else { return nil }
        }
        return value > 0 ? value : nil
    }
}

extension String {
    /// Lower-cases A–Z only: identifiers must not depend on Unicode case rules.
    var lowercasedASCII: String { String(decoding: utf8.map(\.lowercased), as: UTF8.self) }
}
