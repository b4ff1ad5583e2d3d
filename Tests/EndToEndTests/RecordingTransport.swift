import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import HTTPTypes
import Synchronization

/// Passes requests on, and remembers them.
final class RecordingTransport: HTTPTransport {
    private let base: any HTTPTransport
    private let sent = Mutex<[OutgoingRequest]>([])

    init(_ base: any HTTPTransport) { self.base = base }

    func send(_ request: OutgoingRequest) async throws(TransportError) -> IncomingResponse {
        sent.withLock { $0.append(request) }
        return try await base.send(request)
    }

    /// What was sent so far, in order.
    var requests: [OutgoingRequest] { sent.withLock { $0 } }

    /// The forms that were posted, in order.
    var forms: [FormParameters] {
        requests.compactMap { request in
            guard case .bytes(let bytes) = request.body, request.headers[.contentType] == "application/x-www-form-urlencoded" else {
                return nil
            }
            return FormParameters(encoded: String(decoding: bytes, as: UTF8.self))
        }
    }
}
