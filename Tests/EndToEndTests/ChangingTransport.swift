import ATProtoIdentity
import ATProtoSyntax
import HTTPTypes
import Synchronization

/// Stands between a client and its servers, and answers some requests itself.
final class ChangingTransport: HTTPTransport {
    typealias Change = @Sendable (OutgoingRequest) throws(TransportError) -> IncomingResponse?

    private let base: any HTTPTransport
    private let current = Mutex<Change?>(nil)

    init(_ base: any HTTPTransport, _ change: Change? = nil) {
        self.base = base
        current.withLock { $0 = change }
    }

    /// From now on asks `change` first; nil lets everything pass.
    func answer(with change: Change?) { current.withLock { $0 = change } }

    func send(_ request: OutgoingRequest) async throws(TransportError) -> IncomingResponse {
        if let answer = try current.withLock({ $0 })?(request) { return answer }
        return try await base.send(request)
    }
}
