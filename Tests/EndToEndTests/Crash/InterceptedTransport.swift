import ATProtoIdentity
import ATProtoSyntax
import HTTPTypes
import Synchronization

/// A transport that lets a test stop the world just before a request leaves, or when its whole answer has arrived.
final class InterceptedTransport: HTTPTransport {
    /// Where a refresh can be stopped.
    enum Point: Sendable, CaseIterable {
        /// Nothing is stored: the issuer is still being checked.
        case issuerCheck
        /// The intent is stored; the request has not left.
        case beforeRequest
        /// The server has answered; the new tokens are not stored.
        case afterAnswer
    }

    /// What happens there.
    typealias Interruption = @Sendable (Point) async throws(TransportError) -> Void

    private let base: any HTTPTransport
    private let interruption = Mutex<Interruption?>(nil)
    private let sent = Mutex(0)

    /// How many token requests have left.
    var tokenRequests: Int { sent.withLock { $0 } }

    init(_ base: any HTTPTransport) { self.base = base }

    func interrupt(_ interruption: Interruption?) { self.interruption.withLock { $0 = interruption } }

    func send(_ request: OutgoingRequest) async throws(TransportError) -> IncomingResponse {
        let interruption = interruption.withLock { $0 }
        if request.url.path.hasSuffix("/.well-known/oauth-authorization-server") { try await interruption?(.issuerCheck) }
        guard request.url.path == "/oauth/token" else { return try await base.send(request) }
        try await interruption?(.beforeRequest)
        sent.withLock { $0 += 1 }
        let response = try await base.send(request)
        let body: [UInt8]
        do { body = try await response.body.collect(upTo: 65536) } catch { throw TransportError(.connection, "\(error)") }
        if response.status == .ok { try await interruption?(.afterAnswer) }
        return IncomingResponse(status: response.status, headers: response.headers, body: IncomingBody(body))
    }
}
