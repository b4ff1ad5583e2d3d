import ATProtoIdentity
import ATProtoSyntax
import HTTPTypes
import Synchronization

/// Stands between a broker and accounts' servers: remembers what goes to their methods, and plays their part where a test says so.
final class ScriptedUpstream: HTTPTransport {
    typealias Part = @Sendable (OutgoingRequest) async throws -> IncomingResponse?

    private let base: any HTTPTransport
    private let part = Mutex<Part?>(nil)
    private let sent = Mutex<[OutgoingRequest]>([])

    init(_ base: any HTTPTransport) { self.base = base }

    /// Requests to methods, in order.
    var requests: [OutgoingRequest] { sent.withLock { $0 } }

    /// From now on asks `part` first; what it answers with nil goes to the real server.
    func play(_ part: Part?) { self.part.withLock { $0 = part } }

    func send(_ request: OutgoingRequest) async throws(TransportError) -> IncomingResponse {
        guard request.url.path.hasPrefix("/xrpc/") else { return try await base.send(request) }
        sent.withLock { $0.append(request) }
        do {
            if let answer = try await part.withLock({ $0 })?(request) { return answer }
        } catch let error as TransportError {
            throw error
        } catch {
            throw TransportError(error is CancellationError ? .cancelled : .connection, "\(error)")
        }
        return try await base.send(request)
    }
}
