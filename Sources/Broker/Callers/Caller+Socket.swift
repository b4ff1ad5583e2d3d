import CLinux
import Glibc
import NIOCore

extension Caller {
    /// The most groups a process can have (NGROUPS_MAX).
    private static let mostGroups = 65_536

    /// The process that connected `channel`, a Unix socket. Must be called on the channel's loop.
    /// - Throws: `ChannelError` or `IOError` if the kernel does not say.
    static func connected(to channel: any Channel) throws -> Caller {
        let caller = try channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) { socket in
            try Caller(socket: socket)
        }
        guard let caller else { throw ChannelError.operationUnsupported }
        return caller
    }

    /// - Throws: `IOError` if `socket` is no connected Unix socket.
    init(socket: Int32) throws {
        var peer = clinux_peer()
        guard clinux_peer_credentials(socket, &peer) == 0 else { throw IOError(errnoCode: errno, reason: "SO_PEERCRED") }
        let place = Self.place(of: peer.pid, socket)
        self.init(
            uid: peer.uid, gid: peer.gid, groups: try Self.groups(socket), pid: peer.pid, unit: place?.unit,
            app: place?.app(ofUser: peer.uid))
    }

    private static func groups(_ socket: Int32) throws -> [UInt32] {
        for capacity in [64, mostGroups] {
            var groups = [UInt32](repeating: 0, count: capacity)
            let count = clinux_peer_groups(socket, &groups, capacity)
            if count >= 0 { return Array(groups.prefix(count)) }
            guard errno == ERANGE else { break }
        }
        throw IOError(errnoCode: errno, reason: "SO_PEERGROUPS")
    }

    /// The number of a process that has ended may be another's already: what was read under it counts only if the process lives.
    /// Where the kernel has no descriptors of peers, the number is believed; a caller can deceive nobody but its own user.
    private static func place(of pid: Int32, _ socket: Int32) -> ControlGroup? {
        let process = clinux_peer_process(socket)
        guard process >= 0 else { return ControlGroup(of: pid) }
        defer { close(process) }
        let place = ControlGroup(of: pid)
        return clinux_process_has_ended(process) == 0 ? place : nil
    }
}
