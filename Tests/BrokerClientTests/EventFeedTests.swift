import BrokerAPI
import Testing

@testable import BrokerClient

struct EventFeedTests {
    private func event(_ index: Int) -> BrokerEvent { .session(SessionEvent(kind: .updated, did: "did:plc:\(index)")) }

    @Test func `a reader that is slow is told how much it missed`() async {
        let (stream, continuation) = AsyncStream.makeStream(of: BrokerEvent.self, bufferingPolicy: .bufferingOldest(2))
        let feed = EventFeed(continuation)
        var events = stream.makeAsyncIterator()
        for index in 0..<5 { feed.yield(event(index)) }
        #expect(await events.next() == event(0))
        #expect(await events.next() == event(1))
        feed.yield(event(5))
        #expect(await events.next() == .lost(3))
        #expect(await events.next() == event(5))
    }

    @Test func `an event of a kind that this version does not know still calls for a look`() async {
        let (stream, continuation) = AsyncStream.makeStream(of: BrokerEvent.self)
        let feed = EventFeed(continuation)
        var events = stream.makeAsyncIterator()
        feed.receive(RPCNotification(method: "events.other"))
        feed.receive(RPCNotification(method: SessionEvent.method, params: ["kind": "moved", "did": "did:plc:a"]))
        #expect(await events.next() == .lost(1))
    }
}
