import ATProtoIdentity
import ATProtoOAuth
import BrokerAPI

/// `client.fetchMetadata`.
struct FetchClientMetadataHandler: MethodHandler {
    typealias Method = BrokerAPI.FetchClientMetadata

    let transport: any HTTPTransport
    let limits: TransferLimits

    func handle(_ params: FetchClientMetadata.Params, _ context: CallContext) async throws -> JSONValue {
        try await explaining {
            try JSONValue(encoding: await OAuthClient.fetchMetadata(clientID: params.clientId, transport: transport, limits: limits))
        }
    }
}
