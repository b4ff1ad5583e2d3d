import ATProtoIdentity
import HTTPTypes
import NIOCore

/// What a place of the scripted world answers.
enum Reply: Sendable {
    case response(status: Int, headers: HTTPFields, body: [UInt8])
    case failure(TransportError)

    static func json(_ value: JSON, status: Int = 200, type: String = "application/json", headers: HTTPFields = [:]) -> Reply {
        var fields: HTTPFields = [.contentType: type]
        for field in headers { fields.append(field) }
        return .response(status: status, headers: fields, body: value.bytes)
    }

    /// RFC 6749 section 5.2.
    static func error(_ code: String, status: Int = 400, headers: HTTPFields = [:]) -> Reply {
        .json(["error": .text(code), "error_description": "no"], status: status, headers: headers)
    }

    /// RFC 9449 section 8.
    static func wantsNonce(_ nonce: String) -> Reply { .error("use_dpop_nonce", headers: [.nonce: nonce]) }

    /// A resource server's refusal, RFC 9449 section 9.
    static func challenge(_ challenge: String, nonce: String? = nil) -> Reply {
        var headers: HTTPFields = [.wwwAuthenticate: challenge]
        if let nonce { headers[.nonce] = nonce }
        return .json(["error": "refused"], status: 401, headers: headers)
    }

    /// What a gateway says when the server behind it does not.
    static let gatewayPage = Reply.response(status: 502, headers: [.contentType: "text/html"], body: Array("<html>".utf8))
    static let rejectedToken = challenge(#"DPoP error="invalid_token""#)
    static let lost = failure(TransportError(.connection, "the connection broke"))
    static let unreachable = failure(TransportError(.unreachable, "nobody answers"))

    func response() throws(TransportError) -> IncomingResponse {
        switch self {
        case .failure(let error): throw error
        case .response(let status, let headers, let body):
            return IncomingResponse(status: .init(code: status), headers: headers, body: IncomingBody(body))
        }
    }
}

extension HTTPField.Name {
    static let nonce = HTTPField.Name("DPoP-Nonce") ?? .age
    static let proof = HTTPField.Name("DPoP") ?? .age
}
