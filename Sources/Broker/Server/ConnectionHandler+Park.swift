import BrokerAPI
import NIOCore

extension ConnectionHandler {
    /// Gives the socket to `heir` once the client has all its answers and events, and closes the channel without a word to the client.
    /// No call may be in flight.
    func park(_ channel: any Channel, _ heir: @escaping @Sendable (ParkedConnection) -> Void) {
        let this = NIOLoopBound(self, eventLoop: channel.eventLoop)
        channel.writeAndFlush(ByteBuffer()).and(handle.park()).whenComplete { outcome in
            if case .success = outcome, let parked = this.value.parked(channel) { heir(parked) }
            channel.close(promise: nil)
        }
    }

    private func parked(_ channel: any Channel) -> ParkedConnection? {
        ParkedConnection(handle, of: channel, remainder: framer.remainder, began: desk.caller.began)
    }
}
