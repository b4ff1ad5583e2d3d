import Broker
import CSystemd
import Glibc

/// The manager's store of descriptors (`FileDescriptorStoreMax=`, systemd.service(5)): what lies in it is there again after a restart.
extension ServiceManager {
    /// The most descriptors that the kernel takes in one message (unix(7)).
    private static let descriptorsPerMessage = 253
    /// How long the manager may take to look at what it was sent.
    private static let patience: UInt64 = 5_000_000

    /// Whether a manager listens. It may have no store, and closes what it is given: then clients connect again.
    var isThere: Bool { getenv("NOTIFY_SOCKET") != nil }

    /// Leaves connections for the next process, and returns when the manager has them: it looks at nothing that comes from the dead.
    func keep(_ handOver: HandOver) {
        guard !handOver.isEmpty else { return }
        defer { handOver.close() }
        // First what tells about the connections: without it they are worth nothing.
        if let state = handOver.state { store([state], Self.stateName) }
        for start in stride(from: 0, to: handOver.sockets.count, by: Self.descriptorsPerMessage) {
            let end = min(start + Self.descriptorsPerMessage, handOver.sockets.count)
            store(Array(handOver.sockets[start..<end]), Self.clientName)
        }
        sd_notify_barrier(0, Self.patience)
    }

    /// Empties the store. A connection that stayed in it would not end for its client when the daemon closes it, and would be served
    /// twice after a crash.
    func forget(_ handOver: HandOver) {
        guard !handOver.isEmpty else { return }
        notify("FDSTOREREMOVE=1", "FDNAME=\(Self.clientName)")
        notify("FDSTOREREMOVE=1", "FDNAME=\(Self.stateName)")
    }

    private func store(_ descriptors: [Int32], _ name: String) {
        _ = sd_pid_notify_with_fds(0, 0, "FDSTORE=1\nFDNAME=\(name)", descriptors, UInt32(descriptors.count))
    }
}
