import ATProtoOAuth
import FoundationEssentials
import JOSE

/// The keys of confidential clients that the daemon makes itself.
struct ClientKeys: Sendable {
    /// A login that began with a key may still be at the browser for so long.
    private static let loginTime: TimeInterval = 3600

    let store: SealedStore
    let now: @Sendable () -> Date

    /// A client's keys; the first one is made if there is none.
    func keyset(of registration: String) async throws -> ClientKeyset {
        if try await store.clientKeys(of: registration).isEmpty { try await add(to: registration) }
        return try await read(registration)
    }

    /// Makes a new key for new sessions. Those that a session may still use stay.
    /// - Parameter isInUse: whether a session authenticates with the key of that id.
    func rotate(_ registration: String, isInUse: (String) -> Bool) async throws -> ClientKeyset {
        try await add(to: registration)
        for record in try await store.clientKeys(of: registration) {
            guard let retired = record.retiredAt, retired + Self.loginTime <= now(), !isInUse(record.keyID) else { continue }
            try await store.removeClientKey(record.keyID, of: registration)
        }
        return try await read(registration)
    }

    /// ES256 is what every authorization server takes (atproto OAuth "Confidential Client Authentication").
    private func add(to registration: String) async throws {
        let key = try PrivateKey.generate(.es256)
        try await store.addClientKey(
            ClientKeyRecord(registration: registration, keyID: key.publicKey.thumbprint, createdAt: now(), payload: try key.exportJWK()))
    }

    private func read(_ registration: String) async throws -> ClientKeyset {
        try ClientKeyset(
            try await store.clientKeys(of: registration).map { record in
                ClientKey(try PrivateKey(jwk: record.payload, keyID: record.keyID), isRetired: record.retiredAt != nil)
            })
    }
}
