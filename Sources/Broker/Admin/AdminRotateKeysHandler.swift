import BrokerAPI

/// `admin.rotateKeys`.
struct AdminRotateKeysHandler: MethodHandler {
    typealias Method = BrokerAPI.AdminRotateKeys

    let rotation: KeyRotation

    func handle(_ params: AdminRotateKeys.Params, _ context: CallContext) async throws -> AdminRotateKeys.Result {
        guard params.kind ?? .store == .store else {
            throw Self.refusal("a client's keys are files that the configuration lists", "put a new key first in its keys, and restart")
        }
        guard let keyFile = rotation.keyFile else {
            throw Self.refusal(
                "the master key is a credential of the service manager's", "put a new key before the old one in it, and restart")
        }
        let resealed = try await rotation.rotate(keyFile)
        return AdminRotateKeys.Result(kind: .store, keyId: rotation.store.currentKeyID, resealed: resealed)
    }

    private static func refusal(_ rule: String, _ remedy: String) -> RPCError {
        .invalidParams([SchemaViolation(field: "params.kind", rule: rule, remedy: remedy)])
    }
}
