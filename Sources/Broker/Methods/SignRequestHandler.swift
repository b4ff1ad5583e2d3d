import ATProtoOAuth
import ATProtoSyntax
import BrokerAPI
import HTTPTypes

/// `session.signRequest`.
struct SignRequestHandler: MethodHandler {
    typealias Method = BrokerAPI.SignRequest

    let accounts: Accounts

    func handle(_ params: SignRequest.Params, _ context: CallContext) async throws -> SignRequest.Result {
        try await explaining {
            let (session, record) = try accounts.session(params.account, uid: context.caller.uid, registration: params.registration)
            let (method, url) = try Self.request(params)
            // Decided before anything is refreshed or learned: a foreign URL must have no effect at all.
            guard url.origin == record.pds || context.grant.origins.contains(url.origin) else {
                throw RPCError(
                    .accessDenied, "\(url.origin) is not the account's server; tokens of this account go to \(record.pds) only",
                    details: ["origin": .string(url.origin), "audience": .string(record.pds)])
            }
            return Self.result(
                try await session.signRequest(
                    method: method, url: url, rejected: params.rejected?.tokenId.map(TokenID.init), nonce: params.rejected?.dpopNonce,
                    foreignOrigins: context.grant.origins))
        }
    }

    /// The signature, if it can be made without waiting: the session is in memory, and its token lasts.
    /// - Returns: nil in every other case; ``handle(_:_:)`` says what is wrong, or waits for what is missing.
    func signNow(_ params: SignRequest.Params, _ context: CallContext) -> SignRequest.Result? {
        guard params.rejected == nil, params.url.utf8.count <= 8192, let (method, url) = try? Self.request(params),
            let (client, session) = accounts.sessionAtHand(
                params.account, uid: context.caller.uid, registration: params.registration),
            let signed = try? client.signNow(method: method, url: url, with: session, foreignOrigins: context.grant.origins)
        else { return nil }
        return Self.result(signed)
    }

    private static func result(_ signed: OAuthSession.SignedRequest) -> SignRequest.Result {
        SignRequest.Result(
            headers: SignedHeaders(authorization: signed.authorization, dpop: signed.dpop), tokenId: signed.tokenID.description,
            expiresAt: signed.expiresAt.map(Timestamp.init))
    }

    private static func request(_ params: SignRequest.Params) throws -> (HTTPRequest.Method, HTTPURL) {
        let method = try HTTPRequest.Method(parameter: params.method)
        do {
            return (method, try HTTPURL(params.url))
        } catch {
            throw RPCError.invalidParams([
                SchemaViolation(field: "params.url", rule: error.rule, remedy: "give the absolute URL as it goes on the wire")
            ])
        }
    }
}
