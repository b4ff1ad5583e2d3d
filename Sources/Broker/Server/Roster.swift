import NIOCore
import Synchronization

/// The connections of one socket, each with the handler that serves it.
final class Roster<Handler>: Sendable {
    private struct Entry {
        let channel: any Channel
        let handler: NIOLoopBound<Handler>
        let isOwn: Bool
    }

    private struct State {
        var entries: [UInt64: Entry] = [:]
        var isClosed = false
        var onEmpty: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// How many connections there are, without those of this very process, which are no client's.
    var count: Int { state.withLock { $0.entries.values.count { !$0.isOwn } } }

    /// Adds a connection until its channel closes, or closes it if none is taken any more. Must be called on the channel's loop.
    func add(_ id: UInt64, _ channel: any Channel, _ handler: Handler, isOwn: Bool = false) {
        let entry = Entry(channel: channel, handler: NIOLoopBound(handler, eventLoop: channel.eventLoop), isOwn: isOwn)
        let isClosed = state.withLock { state in
            state.entries[id] = entry
            return state.isClosed
        }
        channel.closeFuture.whenComplete { _ in self.remove(id) }
        if isClosed { channel.close(promise: nil) }
    }

    /// Takes no more connections.
    func close() { state.withLock { $0.isClosed = true } }

    /// Does something with each connection, on its loop.
    func onEach(_ body: @escaping @Sendable (Handler, any Channel) -> Void) {
        for entry in state.withLock({ Array($0.entries.values) }) {
            entry.channel.eventLoop.execute { body(entry.handler.value, entry.channel) }
        }
    }

    /// Closes all channels.
    func disconnect() {
        for entry in state.withLock({ Array($0.entries.values) }) { entry.channel.close(promise: nil) }
    }

    /// Waits until there is no connection.
    func empty() async {
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if !state.entries.isEmpty { state.onEmpty = continuation }
                return state.entries.isEmpty
            }
            if isEmpty { continuation.resume() }
        }
    }

    private func remove(_ id: UInt64) {
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.entries[id] = nil
            guard state.entries.isEmpty else { return nil }
            defer { state.onEmpty = nil }
            return state.onEmpty
        }
        waiting?.resume()
    }
}
