/// The host of a URL, parsed as the WHATWG URL Standard does for http, so that every spelling of an address is seen as that address.
enum URLHost {
    /// Parses a host; returns its serialisation, with brackets around IPv6.
    static func parse(_ text: ArraySlice<UInt8>) -> Result<String, HostError> {
        if text.first == 0x5B {
            guard text.last == 0x5D, let address = IPv6Text.parse(Array(text.dropFirst().dropLast())) else {
                return .failure("the host in brackets must be an IPv6 address")
            }
            return .success("[" + IPv6Text.serialize(address) + "]")
        }
        let host = text.map(\.lowercased)
        guard host.count <= 253 else { return .failure("the host must be at most 253 characters") }
        // Underscores are no host names, yet they occur in the DNS and resolvers accept them.
        let labels = host.split(separator: 0x2E, omittingEmptySubsequences: false)
        guard labels.allSatisfy({ $0.map { $0 == 0x5F ? 0x61 : $0 }.isDNSLabel }), let last = labels.last else {
            return .failure("the host must be a domain name in ASCII (IDNs as xn--…) or an IP address, without final dot")
        }
        guard isNumber(last) else { return .success(String(decoding: host, as: UTF8.self)) }
        guard let address = address(labels) else { return .failure("the host ends in a number but is no IPv4 address") }
        return .success(IPAddress.dottedDecimal(address))
    }

    /// A rule that the host breaks.
    struct HostError: Error, ExpressibleByStringLiteral {
        let rule: String
        init(stringLiteral: String) { rule = stringLiteral }
    }

    /// WHATWG "ends in a number": digits alone, or a number after 0x.
    private static func isNumber(_ label: ArraySlice<UInt8>) -> Bool {
        label.allSatisfy(\.isDigit) || (label.starts(with: [0x30, 0x78]) && label.dropFirst(2).allSatisfy { $0.hexValue != nil })
    }

    /// One to four numbers in decimal, octal (0…) or hexadecimal (0x…), the last filling the remaining bytes: `2130706433` is 127.0.0.1.
    private static func address(_ labels: [ArraySlice<UInt8>]) -> UInt32? {
        guard labels.count <= 4 else { return nil }
        var value: UInt64 = 0
        for (index, label) in labels.enumerated() {
            guard let number = number(label) else { return nil }
            let width: UInt64 = index == labels.count - 1 ? UInt64(8 * (5 - labels.count)) : 8
            guard number < 1 << width else { return nil }
            value = value << width | number
        }
        return UInt32(value)
    }

    private static func number(_ label: ArraySlice<UInt8>) -> UInt64? {
        let (digits, radix): (ArraySlice<UInt8>, UInt64) =
            if label.starts(with: [0x30, 0x78]) {
                (label.dropFirst(2), 16)
            } else if label.count > 1, label.first == 0x30 {
                (label.dropFirst(), 8)
            } else {
                (label, 10)
            }
        var value: UInt64 = 0
        for byte in digits {
            guard let digit = byte.hexValue, digit < radix else { return nil }
            value = value * radix + UInt64(digit)
            guard value <= 0xFFFF_FFFF else { return nil }
        }
        return value
    }
}
