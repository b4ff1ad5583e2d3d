import ATProtoOAuth
import BrokerAPI

/// `broker.info`.
struct BrokerInfoHandler: MethodHandler {
    typealias Method = GetBrokerInfo

    let mode: BrokerMode
    let registrations: [Registration]
    let limits: ServerLimits
    let gateway: SocketPath

    func handle(_ params: EmptyObject, _ context: CallContext) async throws -> GetBrokerInfo.Result {
        let caller = context.caller
        let gateway = gateway.value
        return GetBrokerInfo.Result(
            version: Broker.version, apiVersion: Broker.apiVersion, mode: mode,
            peer: Peer(uid: caller.uid, gid: caller.gid, pid: caller.pid, unit: caller.unit, app: caller.app),
            registrations: registrations.map { registration in
                RegistrationSummary(
                    name: registration.name, clientId: registration.metadata.clientID, confidential: registration.keyset != nil,
                    isDefault: registration.name == "default", scope: registration.metadata.scope)
            },
            limits: BrokerLimits(
                lineBytes: limits.lineBytes, batch: limits.batch, callsInFlight: limits.callsInFlight, bodyBytes: limits.bodyBytes,
                connections: limits.connectionsPerUser, openFlows: limits.openFlows),
            gateway: gateway.isEmpty ? nil : gateway)
    }
}
