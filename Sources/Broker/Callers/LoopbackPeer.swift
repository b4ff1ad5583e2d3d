import Glibc

/// Whose process is at the other end of a TCP connection over 127.0.0.1, as the kernel's table of sockets has it (proc_net(5)).
enum LoopbackPeer {
    /// What the table says.
    enum Owner: Equatable, Sendable {
        case user(UInt32)
        /// The connection is not in the table.
        case missing
        /// There is no table, as in some containers.
        case untold
    }

    private static let table = "/proc/self/net/tcp"
    /// The table changes while it is read, so that a connection can be passed over once.
    private static let attempts = 5

    /// Who owns the socket with port `from` that is connected to port `to`. Blocks.
    static func owner(from: Int?, to: Int?) -> Owner {
        guard let from, let to else { return .untold }
        for _ in 0..<attempts {
            guard let text = contents(of: table) else { return .untold }
            if let uid = uid(from: from, to: to, in: text) { return .user(uid) }
        }
        return .missing
    }

    static func uid(from: Int, to: Int, in table: String) -> UInt32? {
        // The first column numbers the sockets, then come the two addresses; the eighth column is the owner.
        let (near, far) = (address(from), address(to))
        for line in table.split(separator: "\n").dropFirst() {
            let columns = line.split(separator: " ")
            if columns.count > 7, columns[1] == near, columns[2] == far { return UInt32(columns[7]) }
        }
        return nil
    }

    /// The kernel hands the table out in pieces, each shorter than asked for, and does not say how long it is.
    private static func contents(of path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(file, &piece, piece.count)
            guard count > 0 else { return count == 0 ? String(decoding: bytes, as: UTF8.self) : nil }
            bytes += piece.prefix(count)
        }
    }

    /// 127.0.0.1 in the order of the machine's bytes, as the table has it.
    private static func address(_ port: Int) -> String {
        let host = String(UInt32(0x7F00_0001).bigEndian, radix: 16, uppercase: true)
        let port = String(port, radix: 16, uppercase: true)
        return String(repeating: "0", count: 8 - host.count) + host + ":" + String(repeating: "0", count: max(0, 4 - port.count)) + port
    }
}
