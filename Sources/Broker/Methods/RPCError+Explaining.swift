import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import BrokerAPI
import FoundationEssentials

extension RPCError {
    /// The answer for a caller whose call failed with `error`. None of these errors can hold a secret.
    init(explaining error: any Error) {
        switch error {
        case let error as RPCError: self = error
        case let error as TokenRefreshError: self.init(refresh: error)
        case let error as TokenRevokedError: self.init(.tokenRevoked, error.description, details: ["did": .string(error.sub.description)])
        case let error as TokenInvalidError: self.init(.tokenInvalid, error.description, details: ["did": .string(error.sub.description)])
        case let error as OAuthCallbackError: self.init(callback: error)
        case let error as OAuthResolverError: self.init(resolver: error)
        case let error as IdentityError:
            self.init(.resolver, error.description, details: ["step": "identity", "legs": .array(error.legs.map(Self.leg))])
        case let error as OAuthResponseError: self.init(response: error)
        case let error as ServerRestingError:
            self.init(.server, error.description, details: ["retryAfterMs": .int(Int64(error.retryAfter(at: Date()) * 1000))])
        case let error as MalformedResponseError: self.init(.server, error.description)
        case let error as OAuthIssuerError: self.init(.server, error.description)
        case let error as AuthMethodUnsatisfiableError: self.init(.authMethod, error.description)
        case let error as TransportError: self.init(transport: error)
        case let error as InvalidOptionError:
            self = .invalidParams([SchemaViolation(field: "params.\(error.option)", rule: error.rule, remedy: "change or leave it out")])
        case let error as ClientMetadataError:
            self = .invalidParams([SchemaViolation(field: error.field, rule: error.rule, remedy: "correct the client's metadata")])
        case let error as SyntaxError:
            self = .invalidParams([SchemaViolation(field: error.type, rule: error.rule, remedy: "correct \(error.value)")])
        case let error as KeyedLock.WaitedTooLong: self.init(.locked, "\(error); another change of this session is still under way")
        case let error as StoreError:
            self.init(.internalError, "sessions cannot be kept now: \(error.reason)", details: ["store": .string(error.code.rawValue)])
        case is CancellationError: self.init(.cancelled, "the call was cancelled")
        default: self.init(.internalError, "internal error")
        }
    }

    private init(refresh error: TokenRefreshError) {
        let cause = error.cause.map { RPCError(explaining: $0) }
        var details: [String: JSONValue] = ["did": .string(error.sub.description), "reason": .string(error.reason.rawValue)]
        if let cause {
            details["cause"] = ["type": .string(cause.type?.rawValue ?? "internal_error"), "message": .string(cause.message)]
            // Nearly every caller wants to know when to come back, and not whose idea that was.
            if let wait = cause.data?["retryAfterMs"] { details["retryAfterMs"] = wait }
        } else if error.endsSession {
            // Whoever has to sign in again is told why, as in the list of sessions.
            details["cause"] = ["type": .string(BrokerErrorType.needsLogin.rawValue), "message": .string(error.description)]
        }
        let type: BrokerErrorType =
            switch error.reason {
            case .noSession: .noSession
            case .noRefreshToken, .refused, .issuerChanged, .notStored, .answersLost: .needsLogin
            case .ambiguous: .ambiguousRefresh
            case .wrongSubject, .unavailable: .tokenRefresh
            }
        self.init(type, error.description, details: details)
    }

    private init(callback error: OAuthCallbackError) {
        // Parameters beside these are a server's own and may be anything.
        let params = error.params.pairs.filter { ["error", "error_description", "error_uri", "iss", "state"].contains($0.name) }
        var details: [String: JSONValue] = [
            "params": .object(Dictionary(params.map { ($0.name, .string($0.value)) }, uniquingKeysWith: { first, _ in first }))
        ]
        if let state = error.state { details["state"] = .string(state) }
        if let cause = error.cause.map({ RPCError(explaining: $0) }), let type = cause.type {
            details["cause"] = ["type": .string(type.rawValue), "message": .string(cause.message)]
        }
        self.init(.callback, error.description, details: details)
    }

    private init(resolver error: OAuthResolverError) {
        var details: [String: JSONValue] = ["step": .string(error.step.rawValue)]
        if let cause = error.cause as? IdentityError { details["legs"] = .array(cause.legs.map(Self.leg)) }
        self.init(error.isInsecure ? .insecureURL : .resolver, error.description, details: details)
    }

    private init(response error: OAuthResponseError) {
        var details: [String: JSONValue] = ["status": .int(Int64(error.status))]
        if let code = error.error { details["error"] = .string(code) }
        if let text = error.errorDescription { details["errorDescription"] = .string(text) }
        if let seconds = error.retryAfter(at: Date()) { details["retryAfterMs"] = .int(Int64(seconds * 1000)) }
        self.init(.server, error.description, details: details)
    }

    private init(transport error: TransportError) {
        let type: BrokerErrorType =
            switch error.code {
            case .timeout: .timeout
            case .insecureURL, .forbiddenAddress: .insecureURL
            case .cancelled: .cancelled
            case .bodyTooLarge, .headersTooLarge: .tooLarge
            case .unresolvedHost, .unreachable, .connection, .tls, .redirect, .malformedResponse: .network
            }
        self.init(type, error.description)
    }

    private static func leg(_ leg: ResolutionLeg) -> JSONValue {
        ["name": .string(leg.name.rawValue), "outcome": .string(leg.outcome.rawValue), "reason": .string(leg.reason)]
    }
}
