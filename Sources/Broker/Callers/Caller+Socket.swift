import CLinux
import Glibc
import NIOCore

extension Caller {
    /// The process that connected `channel`, a Unix socket. Must be called on the channel's loop.
    /// - Parameter began: when the process began, if that was asked as it connected.
    /// - Throws: `ChannelError` or `IOError` if the kernel does not say.
    static func connected(to channel: any Channel, began: UInt64? = nil) throws -> Caller {
        try onSocket(of: channel) { socket in try Caller(socket: socket, began: began) }
    }

    /// The same process as it is now: it may have moved to another control group, or have ended and left the socket to a child. Must
    /// be called on the loop of `channel`, the one that it connected.
    func now(on channel: any Channel) throws -> Caller {
        try Self.onSocket(of: channel) { socket in placed(socket) }
    }

    /// - Throws: `IOError` if `socket` is no connected Unix socket.
    init(socket: Int32, began: UInt64? = nil) throws {
        var peer = clinux_peer()
        guard clinux_peer_credentials(socket, &peer) == 0 else { throw IOError(errnoCode: errno, reason: "SO_PEERCRED") }
        let process = clinux_peer_process(socket)
        if process >= 0 { close(process) }
        let caller = Caller(
            uid: peer.uid, gid: peer.gid, groups: try Self.groups(socket, peer), pid: peer.pid, unit: nil, app: nil, isPlaced: false,
            began: process >= 0 ? nil : began ?? ProcessStart.ticks(of: peer.pid))
        self = caller.placed(socket)
    }

    /// The same process, of which it is not known where it belongs.
    var unplaced: Caller {
        Caller(uid: uid, gid: gid, groups: groups, pid: pid, unit: nil, app: nil, isPlaced: false, began: began)
    }

    /// The number of a process that has ended may be another's already: what was read under it counts only if the process lives.
    /// Where the kernel has no descriptors of peers, the moment it began tells one process from another.
    private func placed(_ socket: Int32) -> Caller {
        let process = clinux_peer_process(socket)
        // Asked of a process that is gone already, the kernel has no descriptor to give.
        guard process >= 0 || errno == ENOPROTOOPT else { return unplaced }
        defer { if process >= 0 { close(process) } }
        guard let place = ControlGroup(of: pid) else { return unplaced }
        let isSame = process >= 0 ? clinux_process_has_ended(process) == 0 : began != nil && ProcessStart.ticks(of: pid) == began
        guard isSame else { return unplaced }
        return Caller(
            uid: uid, gid: gid, groups: groups, pid: pid, unit: place.unit(ofUser: uid), isUsersUnit: place.managerUser != nil,
            app: place.app(ofUser: uid), isPlaced: true, began: began)
    }

    private static func onSocket<Result: Sendable>(
        of channel: any Channel, _ body: @Sendable (NIOBSDSocket.Handle) throws -> Result
    ) throws -> Result {
        let result = try channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self, body)
        guard let result else { throw ChannelError.operationUnsupported }
        return result
    }

    /// What the kernel says; kernels that do not say leave it to the database of users.
    private static func groups(_ socket: Int32, _ peer: clinux_peer) throws -> [UInt32] {
        // The most groups a process can have is NGROUPS_MAX.
        for capacity in [64, 65_536] {
            var groups = [UInt32](repeating: 0, count: capacity)
            let count = clinux_peer_groups(socket, &groups, capacity)
            if count >= 0 { return Array(groups.prefix(count)) }
            guard errno == ERANGE else { break }
        }
        guard errno == ENOPROTOOPT else { throw IOError(errnoCode: errno, reason: "SO_PEERGROUPS") }
        return UserDatabase.groups(ofUser: peer.uid, gid: peer.gid)
    }
}
