import Broker

/// What a process of the daemon finds when it starts.
struct Inheritance {
    /// The listening socket, if the service manager made one.
    let listener: Int32?
    /// The gateway's, if the service manager made one.
    let gateway: Int32?
    /// The clients that the process before it left.
    let handOver: HandOver
}
