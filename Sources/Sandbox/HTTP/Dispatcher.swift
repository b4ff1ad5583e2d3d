import FoundationEssentials
import HTTPTypes
import HummingbirdCore

/// Answers every request of one origin: finds the endpoint, applies ordered failures, writes errors in the endpoint's family, adds the
/// headers that the family carries.
struct Dispatcher: Sendable {
    private let world: World
    private let table: EndpointTable
    private let authorization: Bool

    init(_ world: World, authorization: Bool, resources: Bool) {
        self.world = world
        self.authorization = authorization
        table = EndpointTable(world, authorization: authorization, resources: resources)
    }

    /// - Throws: `ConnectionDropped`, to close the connection without an answer.
    func respond(_ request: Request, isLocal: Bool) async throws -> Response {
        var answer: Answer
        do {
            answer = try await self.answer(Exchange(request, isLocal: isLocal))
        } catch let error as OAuthError {
            answer = error.answer
        }
        let date = world.configuration.now().addingTimeInterval(world.knobs.current.dateOffset)
        answer.headers[.date] = HTTPDate.format(date)
        if request.method == .head { answer.body = [] }
        return answer.response
    }

    private func answer(_ exchange: Exchange) async throws -> Answer {
        guard let endpoint = table.endpoint(exchange.path) else {
            world.chronicle.count(request: "unknown")
            return .json(["error": "NotFound", "message": "There is nothing at this path"], status: .notFound)
        }
        world.chronicle.count(request: endpoint.label)
        var answer = world.knobs.takeFailure(endpoint.label).map(Self.failure)
        if answer == nil { answer = try await self.answer(exchange, endpoint) }
        return decorate(answer ?? .text(""), exchange, endpoint)
    }

    private func answer(_ exchange: Exchange, _ endpoint: Endpoint) async throws -> Answer {
        guard endpoint.family != .control || Self.mayControl(exchange) else {
            return .json(["error": "Forbidden", "message": "Only this machine may do that"], status: .forbidden)
        }
        guard let handler = endpoint.handlers[exchange.method] else {
            var answer = OAuthError(code: "invalid_request", "Method not allowed", status: .methodNotAllowed).answer
            answer.headers[.allow] = endpoint.handlers.keys.map(\.rawValue).sorted().joined(separator: ", ")
            return answer
        }
        do {
            return try await handler(exchange)
        } catch let dropped as ConnectionDropped {
            throw dropped
        } catch {
            return Self.answer(error, endpoint.family)
        }
    }

    private static func answer(_ error: any Error, _ family: Endpoint.Family) -> Answer {
        switch error {
        case let error as OAuthError: family == .page ? PageProblem(reason: error.description).answer : error.answer
        case let error as XRPCError: error.answer
        case let error as PageProblem: error.answer
        case let error as ControlProblem: error.answer
        case let error as BodyTooLarge:
            family == .oauth
                ? OAuthError(code: "invalid_request", "The body exceeds \(error.limit) bytes", status: .contentTooLarge).answer
                : XRPCError("PayloadTooLarge", "The body exceeds \(error.limit) bytes", status: .contentTooLarge).answer
        default:
            family == .oauth
                ? OAuthError(code: "server_error", "Server error", status: .internalServerError).answer
                : XRPCError("InternalServerError", "Internal Server Error", status: .internalServerError).answer
        }
    }

    private func decorate(_ answer: Answer, _ exchange: Exchange, _ endpoint: Endpoint) -> Answer {
        var answer = answer
        switch endpoint.family {
        case .oauth:
            answer.headers[.cacheControl] = "no-store"
            answer.headers[.dpopNonce] = nonce(world.proofs)
        case .xrpc:
            answer.headers[.cacheControl] = "private"
            if TokenGuard.isDPoP(exchange) { answer.headers[.dpopNonce] = nonce(world.resourceProofs) }
        case .page, .plain, .control: break
        }
        return answer
    }

    private func nonce(_ proofs: ProofVerifier) -> String? {
        world.knobs.current.omitNonceHeader ? nil : proofs.nonces.current
    }

    private static func failure(_ failure: EndpointFailure) -> Answer {
        let text = "A knob says that this endpoint fails"
        var answer = Answer.json(
            ["error": "temporarily_unavailable", "error_description": .string(text), "message": .string(text)],
            status: .init(code: failure.status))
        if let seconds = failure.retryAfter { answer.headers[.retryAfter] = "\(seconds)" }
        return answer
    }

    /// Web pages can reach loopback as well; browsers say so in Sec-Fetch-Site.
    private static func mayControl(_ exchange: Exchange) -> Bool {
        exchange.isLocal && ["same-origin", "none", nil].contains(exchange.headers[.fetchSite])
    }
}
