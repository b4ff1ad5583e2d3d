public import ATProtoSyntax

/// Which hosts and addresses may be connected to. All URLs in the protocol are chosen by strangers, so that by default only unicast
/// addresses of the public internet are.
public struct AddressPolicy: Sendable {
    /// Blocks that are permitted although they are not public, for development and closed networks.
    public var allowedRanges: [AddressRange]
    /// Names that are permitted although they are not public; one that starts with a dot stands for all names below it.
    public var allowedNames: Set<String>

    /// Makes a policy; by default the public internet alone.
    public init(allowedRanges: [AddressRange] = [], allowedNames: Set<String> = []) {
        self.allowedRanges = allowedRanges
        self.allowedNames = allowedNames
    }

    /// The public internet alone.
    public static let publicInternet = AddressPolicy()

    /// The public internet and this machine: loopback addresses and `localhost`.
    public static let development = AddressPolicy(
        allowedRanges: ["127.0.0.0/8", "::1/128"].compactMap { AddressRange($0) }, allowedNames: ["localhost", ".localhost"])

    /// Whether packets may be sent to `address`.
    public func permits(_ address: IPAddress) -> Bool {
        let target = address.embeddedIPv4 ?? address
        if allowedRanges.contains(where: { $0.contains(address) || $0.contains(target) }) { return true }
        switch target {
        case .v4: return !Self.specialIPv4.contains { $0.contains(target) }
        case .v6: return Self.globalIPv6.contains { $0.contains(target) } && !Self.specialIPv6.contains { $0.contains(target) }
        }
    }

    /// Why a host may not be looked up or connected to; `nil` if its name is fine. Its addresses are checked apart.
    public func objection(to url: HTTPURL) -> String? {
        if let address = url.ipAddress {
            return permits(address) ? nil : "\(address) is not a public address"
        }
        if names(url.host, in: allowedNames) { return nil }
        guard let dot = url.host.lastIndex(of: ".") else { return "\(url.host) is a name without domain" }
        let topLevel = String(url.host[url.host.index(after: dot)...])
        if Self.localDomains.contains(topLevel) { return ".\(topLevel) is not a public domain" }
        return names(url.host, in: Self.refusedNames) ? "\(url.host) can never be a server of the network" : nil
    }

    private func names(_ host: String, in names: Set<String>) -> Bool {
        names.contains { $0.hasPrefix(".") ? host.hasSuffix($0) : host == $0 }
    }

    private static let localDomains: Set<String> = ["test", "local", "localhost", "invalid", "example", "internal", "onion", "alt", "arpa"]

    /// Documentation domains (RFC 2606 §3), and one where anybody's machine has a name.
    private static let refusedNames = Set(
        ["example.com", "example.net", "example.org", "googleusercontent.com"].flatMap { [$0, "." + $0] })

    /// The IANA registry of special-purpose IPv4 addresses (RFC 6890), multicast and the reserved end.
    private static let specialIPv4: [AddressRange] = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    ].compactMap { AddressRange($0) }

    /// The only block that IANA has assigned for global unicast (RFC 4291 §2.4): everything else is refused unseen.
    private static let globalIPv6: [AddressRange] = ["2000::/3"].compactMap { AddressRange($0) }

    /// Within it: protocol assignments with Teredo and ORCHID (RFC 2928), documentation (RFC 3849, RFC 9637), AS112 (RFC 7534).
    private static let specialIPv6: [AddressRange] = ["2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20"]
        .compactMap { AddressRange($0) }
}
