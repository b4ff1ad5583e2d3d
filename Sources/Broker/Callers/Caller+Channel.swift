import CLinux
import NIOCore

extension Caller {
    /// The process that connected `channel`, a Unix socket.
    static func connected(to channel: any Channel) -> EventLoopFuture<Caller> {
        guard let provider = channel as? any SocketOptionProvider else {
            return channel.eventLoop.makeFailedFuture(ChannelError.operationUnsupported)
        }
        let peer: EventLoopFuture<clinux_peer> = provider.unsafeGetSocketOption(
            level: .socket, name: NIOBSDSocket.Option(rawValue: clinux_so_peercred))
        return peer.map { peer in
            let group = ControlGroup(of: peer.pid)
            return Caller(uid: peer.uid, gid: peer.gid, pid: peer.pid, unit: group?.unit, app: group?.app)
        }
    }
}
