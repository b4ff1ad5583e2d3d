import NIOCore
import NIOHTTP1

/// A request and its answer, as their connection sees them. Used on one event loop.
final class GatewayExchange {
    /// Names it within its connection.
    let id: UInt64
    let head: HTTPRequestHead
    let interruption = Interruption()
    /// Makes the request at the account's server.
    var task: Task<Void, Never>?
    /// Whether all of the request has been taken from the connection.
    var hasWholeRequest = false
    /// The client waits to be asked for the content.
    var awaitsContinue = false
    /// The content so far, in bytes.
    var received = 0
    /// Whoever waits for the next part of the content.
    var pull: EventLoopPromise<ByteBuffer?>?
    /// Parts of the answer that the client has not taken.
    var unwritten = 0
    var hasBegunAnswer = false
    /// Whether the connection goes on after the answer.
    var persists = false
    /// Counted among its user's until it ends.
    var isCounted = false
    private(set) var lastProgress = NIODeadline.now()

    init(id: UInt64, head: HTTPRequestHead) {
        self.id = id
        self.head = head
    }

    func noteProgress() { lastProgress = .now() }

    /// Ends it early; the client gets its answer, which says why, if that has not begun.
    func interrupt(_ refusal: GatewayRefusal) {
        interruption.give(refusal)
        task?.cancel()
        releasePull(refusal)
    }

    /// Has nobody wait for content any more.
    func releasePull(_ reason: any Error) {
        pull?.fail(reason)
        pull = nil
    }
}
