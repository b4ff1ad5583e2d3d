/// An IPv4 or IPv6 address as a number, so that ranges are compared and never strings.
public enum IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// An IPv4 address in host byte order.
    case v4(UInt32)
    /// An IPv6 address in host byte order, without zone.
    case v6(UInt128)

    /// Parses the canonical notations: four decimal numbers, or IPv6 without brackets (a zone such as `%eth0` is refused).
    public init?(_ text: String) {
        if let value = Self.dottedDecimal(text.utf8) {
            self = .v4(value)
        } else if let value = IPv6Text.parse(Array(text.utf8)) {
            self = .v6(value)
        } else {
            return nil
        }
    }

    /// The address in dotted decimal, or in the form of RFC 5952.
    public var description: String {
        switch self {
        case .v4(let value): Self.dottedDecimal(value)
        case .v6(let value): IPv6Text.serialize(value)
        }
    }

    /// Whether this is `127.0.0.0/8` or `::1`.
    public var isLoopback: Bool {
        switch self {
        case .v4(let value): value >> 24 == 127
        case .v6(let value): value == 1
        }
    }

    static func dottedDecimal(_ value: UInt32) -> String {
        "\(value >> 24).\(value >> 16 & 255).\(value >> 8 & 255).\(value & 255)"
    }

    /// Exactly four decimal numbers without leading zeros (RFC 3986 §3.2.2).
    static func dottedDecimal(_ text: some Collection<UInt8>) -> UInt32? {
        let parts = text.split(separator: 0x2E, omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var value: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.count), part.allSatisfy(\.isDigit), part.count == 1 || part.first != 0x30 else { return nil }
            let number = part.reduce(UInt32(0)) { $0 * 10 + UInt32($1 - 0x30) }
            guard number <= 255 else { return nil }
            value = value << 8 | number
        }
        return value
    }
}
