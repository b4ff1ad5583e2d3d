public import ATProtoSyntax

/// A nameserver to ask in place of the system's.
public struct Nameserver: Hashable, Sendable {
    let address: UInt32
    let port: UInt16

    /// Names a server by its IPv4 address, the only kind that the C library takes from a program; `nil` for another.
    public init?(_ address: IPAddress, port: UInt16 = 53) {
        guard case .v4(let value) = address else { return nil }
        self.address = value
        self.port = port
    }
}
