import BrokerAPI
import NIOHTTP1

/// Why a request is not answered by the account's server, as the client is told: an error in the form of XRPC.
struct GatewayRefusal: Error, Sendable, Equatable {
    let status: HTTPResponseStatus
    /// What figures and the audit trail call it.
    let type: BrokerErrorType
    /// For people; never a secret.
    let message: String
    /// In how many seconds it may go better.
    var retryAfter: Int?

    /// Nobody reads this.
    static let clientIsGone = GatewayRefusal(RPCError(.cancelled, "the client is gone"))

    /// For a request that is wrong in itself.
    init(_ status: HTTPResponseStatus, _ message: String) { self.init(status, .invalidRequest, message) }

    init(_ status: HTTPResponseStatus, _ type: BrokerErrorType, _ message: String, retryAfter: Int? = nil) {
        self.status = status
        self.type = type
        self.message = message
        self.retryAfter = retryAfter
    }

    /// What a client of the other socket would be told, in the words of this one.
    init(_ error: RPCError) {
        let type = error.type ?? .internalError
        let wait = error.data?["retryAfterMs"]?.intValue.map { Int(($0 + 999) / 1000) }
        let cause = error.data?["cause"]?["message"]?.stringValue
        let message = cause.map { error.message.contains($0) ? error.message : "\(error.message); the cause: \($0)" } ?? error.message
        let status = Self.status(type)
        // Whoever may come back is told when, so that an SDK's own retries fit.
        let comesBack = status == .serviceUnavailable || status == .tooManyRequests
        self.init(status, type, message, retryAfter: comesBack ? max(wait ?? 1, 1) : nil)
    }

    /// What the other socket would call it.
    var rpcError: RPCError { RPCError(type, message) }

    /// The body: `error` is the name that the SDKs of the AT Protocol give the status.
    var body: [UInt8] { (["error": .string(name), "message": .string(message)] as JSONValue).bytes }

    private var name: String {
        switch status {
        case .unauthorized: "AuthenticationRequired"
        case .forbidden: "Forbidden"
        case .notFound: "XRPCNotSupported"
        case .methodNotAllowed: "MethodNotAllowed"
        case .requestTimeout: "RequestTimeout"
        case .payloadTooLarge: "PayloadTooLarge"
        case .uriTooLong: "URITooLong"
        case .expectationFailed: "ExpectationFailed"
        case .tooManyRequests: "RateLimitExceeded"
        case .requestHeaderFieldsTooLarge: "RequestHeaderFieldsTooLarge"
        case .internalServerError: "InternalServerError"
        case .notImplemented: "MethodNotImplemented"
        case .badGateway: "UpstreamFailure"
        case .serviceUnavailable: "NotEnoughResources"
        case .gatewayTimeout: "UpstreamTimeout"
        default: "InvalidRequest"
        }
    }

    private static func status(_ type: BrokerErrorType) -> HTTPResponseStatus {
        switch type {
        case .noSession, .needsLogin, .tokenRevoked, .tokenInvalid, .authMethod: .unauthorized
        case .accessDenied: .forbidden
        case .rateLimited: .tooManyRequests
        case .parseError, .invalidRequest, .methodNotFound, .invalidParams, .callback: .badRequest
        // The session lives; it cannot be refreshed at the moment.
        case .tokenRefresh, .ambiguousRefresh, .locked, .resolver, .cancelled: .serviceUnavailable
        // What was too large by then is the server's answer.
        case .network, .server, .insecureURL, .tooLarge: .badGateway
        case .timeout: .gatewayTimeout
        case .internalError: .internalServerError
        }
    }
}
