import CLinux
import FoundationEssentials
import Glibc

/// The connections that one process of the daemon leaves to the next, as descriptors that a service manager keeps in between.
///
/// What is known of them lies in a file in memory. A byte that a client has sent may be part of a secret, such as the URL of a sign-in;
/// there it is as safe as in the socket that it came from, which the same manager holds, and it is gone once it is read.
public struct HandOver: Sendable {
    /// The clients' sockets.
    public let sockets: [Int32]
    /// The file that tells about them; nil if there is none.
    public let state: Int32?

    /// Descriptors that a service manager kept. They are this value's now, and are closed or served by whoever takes it.
    public init(sockets: [Int32], state: Int32?) {
        self.sockets = sockets
        self.state = state
    }

    /// Whether there is nothing to hand over.
    public var isEmpty: Bool { sockets.isEmpty && state == nil }

    /// Closes what nobody took. The service manager has descriptors of its own.
    public func close() {
        for descriptor in sockets + [state].compactMap(\.self) { Glibc.close(descriptor) }
    }
}

extension HandOver {
    /// The form of the file. A process that reads another one than it writes cannot go on with the connections, and ends them.
    private static let version = 1
    /// More than that is not carried; the connections that have it end, and their clients try again.
    static let unreadBytes = 16 << 20

    private struct State: Codable {
        var version: Int
        var connections: [ConnectionRecord]
    }

    /// Nothing.
    static let none = HandOver(sockets: [], state: nil)

    /// Packs connections, as many as fit.
    init(_ connections: [HandedConnection]) {
        var room = Self.unreadBytes
        var taken: [HandedConnection] = []
        for connection in connections {
            guard connection.record.unread.count <= room else {
                Glibc.close(connection.descriptor)
                continue
            }
            room -= connection.record.unread.count
            taken.append(connection)
        }
        guard !taken.isEmpty else {
            self = .none
            return
        }
        let file = try? JSONEncoder().encode(State(version: Self.version, connections: taken.map(\.record))).withUnsafeBytes { bytes in
            clinux_sealed_memory("atoauthd-connections", bytes.baseAddress, bytes.count)
        }
        self.init(sockets: taken.map(\.descriptor), state: file.flatMap { $0 < 0 ? nil : $0 })
    }

    /// The connections. One that nothing is known of is closed: half of what its client said may be missing.
    func connections() -> [HandedConnection] {
        defer { if let state { Glibc.close(state) } }
        var records = Dictionary(Self.records(state).map { ($0.socket, $0) }) { first, _ in first }
        return sockets.compactMap { socket in
            var number: UInt64 = 0
            guard clinux_socket_cookie(socket, &number) == 0, let record = records.removeValue(forKey: number) else {
                Glibc.close(socket)
                return nil
            }
            return HandedConnection(descriptor: socket, record: record)
        }
    }

    private static func records(_ file: Int32?) -> [ConnectionRecord] {
        guard let file, let data = contents(file), let state = try? JSONDecoder().decode(State.self, from: data) else { return [] }
        return state.version == version ? state.connections : []
    }

    /// Read from its beginning, wherever the process that wrote it left off.
    private static func contents(_ file: Int32) -> Data? {
        var status = clinux_file_status()
        guard clinux_fstat(file, &status) == 0, status.size > 0 else { return nil }
        var data = Data(count: Int(status.size))
        let count = data.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, 0) }
        return count == data.count ? data : nil
    }
}
