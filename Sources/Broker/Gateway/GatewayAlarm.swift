import NIOCore

/// Rings when it is time to look whether a connection waits in vain. Used on one event loop.
struct GatewayAlarm {
    private var scheduled: Scheduled<Void>?
    private var due: NIODeadline?

    /// Has it ring at `deadline`. One that rings earlier stays as it is: setting it anew for each read would cost more than the look.
    mutating func set(_ deadline: NIODeadline, on loop: any EventLoop, _ ring: @escaping @Sendable () -> Void) {
        guard due.map({ deadline < $0 }) ?? true else { return }
        scheduled?.cancel()
        due = deadline
        scheduled = loop.scheduleTask(deadline: deadline, ring)
    }

    /// Says that it has rung.
    mutating func rang() { due = nil }

    mutating func cancel() {
        scheduled?.cancel()
        due = nil
    }
}
