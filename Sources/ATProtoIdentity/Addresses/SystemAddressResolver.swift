public import ATProtoSyntax
import Glibc

/// The addresses that `getaddrinfo` finds, which are those a connection would be made to.
public struct SystemAddressResolver: AddressResolver {
    private let threads: LookupThreads

    /// Lookups block, and so run on `threads`.
    public init(threads: LookupThreads = .addresses) { self.threads = threads }

    /// Returns every address of `host`, none if it has none.
    public func addresses(of host: String) async throws -> [IPAddress] {
        try await threads.run { Self.lookUp(host) }
    }

    private static func lookUp(_ host: String) -> [IPAddress] {
        var hints = addrinfo()
        // Without it every address is listed once per kind of socket.
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        return sequence(first: list) { $0?.pointee.ai_next }.prefix { $0 != nil }.compactMap { $0.flatMap { address($0.pointee) } }
    }

    private static func address(_ info: addrinfo) -> IPAddress? {
        guard let raw = UnsafeRawPointer(info.ai_addr) else { return nil }
        switch info.ai_family {
        case AF_INET:
            return .v4(UInt32(bigEndian: raw.loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr))
        case AF_INET6:
            let address = raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            return .v6(withUnsafeBytes(of: address) { UInt128(bigEndian: $0.loadUnaligned(as: UInt128.self)) })
        default:
            return nil
        }
    }
}
