import ATProtoOAuth
import BrokerAPI

/// `client.relayPage`.
struct RelayPageHandler: MethodHandler {
    typealias Method = BrokerAPI.GetRelayPage

    let accounts: Accounts

    func handle(_ params: RegistrationParams, _ context: CallContext) async throws -> GetRelayPage.Result {
        let registration = try accounts.registration(params.registration)
        guard let port = registration.relayPort, let redirect = registration.metadata.redirectURIs.first(where: { $0.hasPrefix("https:") })
        else {
            throw RPCError.invalidParams([
                SchemaViolation(
                    field: "params.registration", rule: "names \(registration.name), which has no relay",
                    remedy: "give it an https redirect and a relay_port in the configuration")
            ])
        }
        return GetRelayPage.Result(redirectUri: redirect, html: RelayPage(port: port).html)
    }
}
