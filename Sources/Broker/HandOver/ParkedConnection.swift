import BrokerAPI
import CLinux
import FoundationEssentials
import Glibc
import NIOCore

/// A connection that this process reads no more. Events that its client misses are still counted.
struct ParkedConnection: Sendable {
    private let handle: ConnectionHandle
    private let descriptor: Int32
    private let socket: UInt64
    private let remainder: LineFramer.Remainder
    private let began: UInt64?

    /// Takes the socket of `channel`, which may then close: the kernel ends a connection with the last descriptor of it. Must be
    /// called on the channel's loop. Nil if the connection has ended.
    init?(_ handle: ConnectionHandle, of channel: any Channel, remainder: LineFramer.Remainder, began: UInt64?) {
        let copy = try? channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) { socket in
            fcntl(socket, F_DUPFD_CLOEXEC, 3)
        }
        guard let copy, copy >= 0 else { return nil }
        var number: UInt64 = 0
        guard clinux_socket_cookie(copy, &number) == 0 else {
            close(copy)
            return nil
        }
        (self.handle, descriptor, socket, self.remainder, self.began) = (handle, copy, number, remainder, began)
    }

    /// The connection with all that is known of it by now.
    var handed: HandedConnection {
        HandedConnection(
            descriptor: descriptor,
            record: ConnectionRecord(
                socket: socket, unread: Data(remainder.bytes), skipsLine: remainder.isSkipping, isSubscribed: handle.isSubscribed,
                lostEvents: handle.lost, began: began))
    }
}
