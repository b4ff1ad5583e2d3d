import CLinux
import Glibc

/// TXT lookup through the C library's resolver: the system's nameservers, TCP for long answers, no search domains.
public struct SystemTXTResolver: TXTResolver {
    private let nameserver: Nameserver?
    private let timeout: Int32
    private let attempts: Int32
    private let threads: LookupThreads
    private let flights = SingleFlight<String, [String]>(cancelsUnwanted: true)

    /// Lookups block, and so run on `threads`; each nameserver is given `timeout` seconds, `attempts` times.
    public init(nameserver: Nameserver? = nil, timeout: Int32 = 2, attempts: Int32 = 2, threads: LookupThreads = .records) {
        self.nameserver = nameserver
        self.timeout = timeout
        self.attempts = attempts
        self.threads = threads
    }

    /// Returns every TXT record at `name`; see ``TXTResolver``.
    public func records(at name: String) async throws -> [String] {
        do {
            return try await flights.value(for: name) {
                try await threads.run { try lookUp(name) }
            }
        } catch let error as LookupThreads.Busy {
            throw TXTLookupError(.serverFailure, error.description)
        }
    }

    private func lookUp(_ name: String) throws -> [String] {
        var socketAddress = sockaddr_in()
        socketAddress.sin_family = sa_family_t(AF_INET)
        socketAddress.sin_addr.s_addr = (nameserver?.address ?? 0).bigEndian
        socketAddress.sin_port = (nameserver?.port ?? 0).bigEndian
        var written = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            written = withUnsafePointer(to: socketAddress) {
                clinux_txt_lookup(name, nameserver == nil ? nil : $0, timeout, attempts, buffer.baseAddress, buffer.count)
            }
            count = max(0, written)
        }
        if written < 0 { throw Self.error(written, name) }
        return Self.split(bytes)
    }

    /// Each record stands behind its length of two bytes.
    private static func split(_ bytes: [UInt8]) -> [String] {
        var records: [String] = []
        var rest = bytes[...]
        while rest.count >= 2 {
            let length = rest.withUnsafeBytes { Int($0.loadUnaligned(as: UInt16.self)) }
            records.append(String(decoding: rest.dropFirst(2).prefix(length), as: UTF8.self))
            rest = rest.dropFirst(2 + length)
        }
        return records
    }

    private static func error(_ code: Int, _ name: String) -> TXTLookupError {
        switch code {
        case Int(clinux_txt_malformed_name.rawValue): TXTLookupError(.malformedName, "\(name) is no name that can be asked for")
        case Int(clinux_txt_malformed_answer.rawValue): TXTLookupError(.malformedAnswer, "the answer for \(name) is malformed")
        default: TXTLookupError(.serverFailure, "no nameserver answered for \(name)")
        }
    }
}
