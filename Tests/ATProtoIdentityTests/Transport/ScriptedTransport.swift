import ATProtoIdentity
import ATProtoSyntax
import HTTPTypes
import Synchronization

/// Answers from a table, by URL; what is not in it is an unresolved host. Remembers what was asked.
final class ScriptedTransport: HTTPTransport {
    typealias Script = @Sendable (OutgoingRequest) async throws -> IncomingResponse

    private let script: Script
    private let log = Mutex<[OutgoingRequest]>([])

    var requests: [OutgoingRequest] { log.withLock { $0 } }
    var urls: [String] { requests.map(\.url.description) }

    init(_ script: @escaping Script) { self.script = script }

    convenience init(_ answers: [String: IncomingResponse]) {
        self.init { request in
            guard let answer = answers[request.url.description] else { throw TransportError(.unresolvedHost, "not in the script") }
            return answer
        }
    }

    func send(_ request: OutgoingRequest) async throws(TransportError) -> IncomingResponse {
        log.withLock { $0.append(request) }
        do {
            return try await script(request)
        } catch let error as TransportError {
            throw error
        } catch {
            throw TransportError(.cancelled, "cancelled")
        }
    }
}

extension IncomingResponse {
    static func make(_ status: HTTPResponse.Status, type: String = "application/json", _ body: String = "") -> IncomingResponse {
        IncomingResponse(status: status, headers: [.contentType: type], body: IncomingBody(Array(body.utf8)))
    }

    static func make(type: String = "application/json", _ body: String) -> IncomingResponse { make(.ok, type: type, body) }
}
