public import ATProtoIdentity

/// Addresses that may be connected to although they are not public.
public enum AddressAllowance: Hashable, Sendable, ConfigurationValue {
    /// This machine: loopback addresses and `localhost`.
    case loopback
    /// A block of addresses.
    case range(AddressRange)

    static var rule: String { "\"loopback\" or a block of addresses such as \"10.0.0.0/8\"" }

    init?(_ node: TOMLNode) {
        guard case .string(let text) = node else { return nil }
        if text == "loopback" {
            self = .loopback
        } else if let range = AddressRange(text) {
            self = .range(range)
        } else {
            return nil
        }
    }
}
