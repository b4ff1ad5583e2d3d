import ATProtoIdentity
import ATProtoOAuth
import BrokerAPI
import NIOCore
import NIOHTTP1

extension Gateway {
    /// Makes the request at the account's server.
    /// - Throws: ``GatewayRefusal``, or what prevented an answer.
    func send(_ request: GatewayRequest, _ link: GatewayLink, _ admission: Admission) async throws -> IncomingResponse {
        let context = admission.context
        let account = admission.request?.account ?? ""
        let (session, _) = try accounts.session(account, uid: context.caller.uid, registration: request.registration)
        let body = try await content(of: request, link, context)
        let response = try await session.fetchHandler(
            request.target, method: request.method, headers: request.fields, body: body, limits: transfer)
        // To an SDK this would mean that its user is signed out, and all it takes is to send the request again.
        guard !OAuthSession.wantsOtherSignature(response) else {
            throw GatewayRefusal(
                .serviceUnavailable, .tokenRefresh, "the server wants another token or nonce for this request: send it again", retryAfter: 1
            )
        }
        return response
    }

    /// The content of a request: in memory where it is short enough to be sent again, or else as it comes.
    private func content(of request: GatewayRequest, _ link: GatewayLink, _ context: CallContext) async throws -> OutgoingBody {
        switch request.content {
        case .none: return .none
        case .known(let length):
            guard length <= limits.bodyBytes else { throw limits.tooLarge }
            return try await length <= limits.retryBodyBytes
                ? kept(link, context) : .stream(RequestContent(link: link), length: length)
        case .unknown: return try await kept(link, context)
        }
    }

    /// Reads the content into memory; what turns out to be too long for that is streamed from its beginning.
    private func kept(_ link: GatewayLink, _ context: CallContext) async throws -> OutgoingBody {
        var parts: [ByteBuffer] = []
        var length = 0
        while let part = try await link.pull() {
            try memory.hold(part.readableBytes, context)
            parts.append(part)
            length += part.readableBytes
            guard length <= limits.retryBodyBytes else { return .stream(RequestContent(link: link, beginning: parts), length: nil) }
        }
        return .bytes(parts.flatMap(\.readableBytesView))
    }
}
