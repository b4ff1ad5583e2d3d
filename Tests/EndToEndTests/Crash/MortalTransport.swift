import ATProtoIdentity
import Synchronization

/// The way to the network of a broker that may die: afterwards nothing that it still does gets out. A broker that was killed lives on in
/// the process of the test, and would try again when its time comes.
final class MortalTransport: HTTPTransport {
    private let base: any HTTPTransport
    private let isDead = Mutex(false)

    init(_ base: any HTTPTransport) { self.base = base }

    func die() { isDead.withLock { $0 = true } }

    func send(_ request: OutgoingRequest) async throws(TransportError) -> IncomingResponse {
        if isDead.withLock({ $0 }) { throw TransportError(.unreachable, "the daemon was killed") }
        return try await base.send(request)
    }
}
