/// A client's connection between two processes of the daemon: nobody reads it, and the client notices nothing but a pause.
struct HandedConnection: Sendable {
    /// The socket. Whoever has this value closes it or passes it on.
    let descriptor: Int32
    let record: ConnectionRecord
}
