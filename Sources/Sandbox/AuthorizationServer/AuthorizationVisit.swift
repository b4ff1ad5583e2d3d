import FoundationEssentials
import HTTPTypes

/// A browser at the authorization endpoint: the request it came for, and which browser it is.
struct AuthorizationVisit: Sendable {
    private static let cookie = "dev-id"

    let request: AuthorizationRequest
    let device: String
    /// Set if the browser had no cookie yet.
    private let setCookie: String?

    enum Outcome {
        case visit(AuthorizationVisit)
        /// Not this browser's request, or too late: the client is told.
        case turnedAway(Answer)
    }

    /// - Throws: `PageProblem` if there is no such request for that client.
    static func open(_ exchange: Exchange, _ fields: FormFields, _ world: World) throws(PageProblem) -> Outcome {
        guard let clientID = fields["client_id"], let uri = fields["request_uri"] else {
            throw PageProblem(reason: "The link lacks client_id or request_uri. This server requires pushed authorization requests.")
        }
        guard world.requests.find(uri, clientID: clientID) != nil else {
            throw PageProblem(
                reason: "This request is unknown, was used before, or belongs to another client. Start again from the application.")
        }
        let known = device(exchange)
        let device = known ?? world.random.identifier("dev-")
        guard let request = world.requests.open(uri, on: device) else { throw PageProblem(reason: "This request was used before.") }
        if request.device != device {
            let reason = "This request was initiated from another device"
            return .turnedAway(AuthorizationResponse.error(.accessDenied, reason, request, issuer: world.issuer))
        }
        if request.expiresAt <= world.configuration.now() {
            _ = world.requests.finish(uri)
            return .turnedAway(AuthorizationResponse.error(.accessDenied, "This request has expired", request, issuer: world.issuer))
        }
        return .visit(
            AuthorizationVisit(request: request, device: device, setCookie: known == nil ? device : nil))
    }

    /// The answer, with the cookie if the browser needs one.
    func answer(_ answer: Answer) -> Answer {
        guard let setCookie else { return answer }
        var answer = answer
        answer.headers[.setCookie] = "\(Self.cookie)=\(setCookie); Path=/oauth; HttpOnly; SameSite=Lax; Max-Age=31536000"
        return answer
    }

    private static func device(_ exchange: Exchange) -> String? {
        let cookies = exchange.headers[values: .cookie].flatMap { $0.split(separator: ";") }
        let pairs = cookies.map { $0.drop { $0 == " " } }
        return pairs.first { $0.hasPrefix("\(cookie)=dev-") }.map { String($0.dropFirst(cookie.count + 1)) }
    }
}
