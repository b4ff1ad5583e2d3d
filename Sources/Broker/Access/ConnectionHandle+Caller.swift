import NIOCore

extension ConnectionHandle {
    /// The process that connected, as it is now.
    func now(_ caller: Caller) async -> Caller {
        let now = channel.eventLoop.submit { [channel] in try caller.now(on: channel) }
        // A connection that is closing has no process any more.
        return (try? await now.get()) ?? caller.unplaced
    }
}
