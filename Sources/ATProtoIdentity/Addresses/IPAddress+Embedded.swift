import ATProtoSyntax

extension IPAddress {
    /// The IPv4 address that packets to this IPv6 address end up at: v4-mapped (RFC 4291 §2.5.5.2), v4-compatible (§2.5.5.1), NAT64
    /// (RFC 6052 §2.1) and 6to4 (RFC 3056 §2).
    var embeddedIPv4: IPAddress? {
        guard case .v6(let value) = self else { return nil }
        let low = UInt32(truncatingIfNeeded: value)
        return switch value >> 32 {
        case 0xFFFF, 0x0064_FF9B << 64: .v4(low)
        // :: and ::1 are addresses of their own.
        case 0 where low > 1: .v4(low)
        case _ where value >> 112 == 0x2002: .v4(UInt32(truncatingIfNeeded: value >> 80))
        default: nil
        }
    }
}
