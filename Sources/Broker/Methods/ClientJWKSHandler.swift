import ATProtoOAuth
import BrokerAPI

/// `client.jwks`.
struct ClientJWKSHandler: MethodHandler {
    typealias Method = BrokerAPI.GetClientJWKS

    let accounts: Accounts

    func handle(_ params: RegistrationParams, _ context: CallContext) async throws -> JSONValue {
        let registration = try accounts.registration(params.registration)
        let client = try accounts.client(Tenant(uid: context.caller.uid, registration: registration.name))
        return try JSONValue(encoding: client.jwks)
    }
}
