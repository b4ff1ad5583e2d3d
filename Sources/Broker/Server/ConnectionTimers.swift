import NIOCore

/// Bounds how long a line may take to arrive, and how long a client may be silent. Used on one event loop.
struct ConnectionTimers {
    private var line: Scheduled<Void>?
    private var silence: Scheduled<Void>?
    private var lastActivity = NIODeadline.now()

    /// Says that the client is alive. Cheap, since it is said for every read: the timer looks at it when it fires.
    mutating func noteActivity() { lastActivity = .now() }

    /// Says that a line was complete.
    mutating func lineArrived() {
        line?.cancel()
        line = nil
    }

    /// Calls `expire` if a line that has begun does not end within `bound`. Lines that nobody reads at the moment are not timed.
    mutating func watchLine(isWaiting: Bool, for bound: Duration, on loop: any EventLoop, expire: @escaping @Sendable () -> Void) {
        if !isWaiting {
            lineArrived()
        } else if line == nil {
            line = loop.scheduleTask(in: TimeAmount(bound), expire)
        }
    }

    /// Calls `expire` once nothing has happened for `bound`.
    mutating func watchSilence(_ bound: Duration, on loop: any EventLoop, expire: @escaping @Sendable () -> Void) {
        silence = loop.scheduleTask(deadline: lastActivity + TimeAmount(bound), expire)
    }

    /// How long nothing has happened.
    var silentFor: TimeAmount { .now() - lastActivity }

    mutating func cancel() {
        lineArrived()
        silence?.cancel()
    }
}
