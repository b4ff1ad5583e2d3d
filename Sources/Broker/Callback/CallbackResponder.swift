import ATProtoOAuth
import BrokerAPI
import HTTPTypes
import Hummingbird
import NIOCore

/// Answers the browser's return with a page that says how the sign-in ended.
struct CallbackResponder: HTTPResponder {
    typealias Context = CallbackContext

    let complete: CallbackListener.Completion

    init(_ complete: @escaping CallbackListener.Completion) { self.complete = complete }

    func respond(to request: Request, context: CallbackContext) async throws -> Response {
        // A page elsewhere must not reach this server by a name of its own that it points at this address.
        guard let authority = request.head.authority, authority.hasPrefix("127.0.0.1:") else {
            return page(.misdirectedRequest, .failed("This address is for sign-ins on this machine only."))
        }
        guard request.method == .get else { return page(.methodNotAllowed, .failed("Only GET is answered here.")) }
        let params = FormParameters(encoded: request.uri.query ?? "")
        guard params["state"] != nil else { return page(.notFound, .failed("There is nothing here.")) }
        do {
            return page(.ok, .signedIn(try await complete(params, context.owner)))
        } catch {
            return page(.badRequest, .failed(RPCError(explaining: error).message))
        }
    }

    private func page(_ status: HTTPResponse.Status, _ page: CallbackPage) -> Response {
        Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8", .cacheControl: "no-store", .contentSecurityPolicy: CallbackPage.policy,
                .xContentTypeOptions: "nosniff", .referrerPolicy: "no-referrer", .connection: "close",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: page.html)))
    }
}

extension HTTPField.Name {
    // The address holds a code: it must not reach another server as a referrer.
    fileprivate static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .referer
}
