import BrokerAPI
import FoundationEssentials

/// What one process of the daemon knows of a client's connection, and the next one cannot ask the kernel for.
struct ConnectionRecord: Codable, Sendable, Hashable {
    /// The kernel's number of the socket, by which the record finds it again.
    var socket: UInt64
    /// What was read and not yet taken as a call: half a line, or calls that came while the daemon was stopping.
    var unread: Data
    /// Whether that belongs to a line which was too long.
    var skipsLine: Bool
    /// Whether the client has subscribed to events.
    var isSubscribed: Bool
    /// How many events it missed.
    var lostEvents: Int
    /// When the client's process began, if the connection was asked: of a number that is another process's by now, it tells.
    var began: UInt64?

    var remainder: LineFramer.Remainder { LineFramer.Remainder(bytes: Array(unread), isSkipping: skipsLine) }
}
