import BrokerAPI

/// `admin.rotateKeys`.
struct AdminRotateKeysHandler: MethodHandler {
    typealias Method = BrokerAPI.AdminRotateKeys

    let rotation: KeyRotation
    let accounts: Accounts

    func handle(_ params: AdminRotateKeys.Params, _ context: CallContext) async throws -> AdminRotateKeys.Result {
        // Only a client's keys are those of a registration.
        let kind = params.kind ?? (params.registration == nil ? .store : .client)
        guard kind == .store else { return try await rotateClient(params.registration) }
        guard let keyFile = rotation.keyFile else {
            throw Self.refusal(
                "the master key is a credential of the service manager's", "put a new key before the old one in it, and restart")
        }
        let resealed = try await rotation.rotate(keyFile)
        return AdminRotateKeys.Result(kind: .store, keyId: rotation.store.currentKeyID, resealed: resealed)
    }

    private func rotateClient(_ name: String?) async throws -> AdminRotateKeys.Result {
        let registration = try accounts.registration(name)
        guard registration.keyset != nil else {
            throw Self.refusal("\(registration.name) is a public client without keys", "name a confidential one in registration")
        }
        guard registration.hasGeneratedKeys else {
            throw Self.refusal(
                "the keys of \(registration.name) are files that the configuration lists", "put a new key first in its keys, and restart")
        }
        return AdminRotateKeys.Result(kind: .client, keyId: try await rotation.rotate(registration), resealed: 0)
    }

    private static func refusal(_ rule: String, _ remedy: String) -> RPCError {
        .invalidParams([SchemaViolation(field: "params.kind", rule: rule, remedy: remedy)])
    }
}
