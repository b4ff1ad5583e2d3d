public import ATProtoSyntax

/// A block of addresses, written as `10.0.0.0/8` or `fc00::/7`; an address alone is a block of one.
public struct AddressRange: Hashable, Sendable, CustomStringConvertible {
    /// The first address.
    public let base: IPAddress
    /// The number of leading bits that all addresses of the block share.
    public let prefixLength: Int

    /// Parses the notation of RFC 4632 §3.1; `nil` if it is not one.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let base = IPAddress(String(parts[0])) else { return nil }
        let width = Self.width(base)
        guard let length = parts.count == 1 ? width : Int(parts[1]), (0...width).contains(length) else { return nil }
        self.base = base
        prefixLength = length
    }

    /// Whether `address` lies in the block; addresses of the other version never do.
    public func contains(_ address: IPAddress) -> Bool {
        switch (base, address) {
        case (.v4(let base), .v4(let address)): (base ^ address) >> UInt32(32 - prefixLength) == 0
        case (.v6(let base), .v6(let address)): (base ^ address) >> UInt128(128 - prefixLength) == 0
        default: false
        }
    }

    /// `10.0.0.0/8`.
    public var description: String { "\(base)/\(prefixLength)" }

    private static func width(_ address: IPAddress) -> Int {
        if case .v4 = address { 32 } else { 128 }
    }
}
