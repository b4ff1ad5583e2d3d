public import JOSE

import FoundationEssentials

/// A confidential client's keys, best first.
public struct ClientKeyset: Sendable {
    /// The keys.
    public let keys: [ClientKey]

    /// A set of keys, each under a `kid` of its own.
    /// - Throws: ``ClientMetadataError`` for a key without `kid` or two with the same.
    public init(_ keys: [ClientKey]) throws(ClientMetadataError) {
        let ids = keys.compactMap(\.key.keyID)
        guard ids.count == keys.count else { throw ClientMetadataError("jwks", "every key needs a kid") }
        guard Set(ids).count == ids.count else { throw ClientMetadataError("jwks", "two keys have the same kid") }
        self.keys = keys
    }

    /// The public keys to publish: all but revoked ones, so that sessions of retired keys go on.
    public var publicKeys: JWKSet {
        JWKSet(
            keys: keys.filter { !$0.isRevoked }.map { entry in
                var key = entry.key.publicKey
                key.operations = ["verify"]
                return key
            })
    }

    /// The key for a new session that authenticates with `algorithm`.
    func key(signing algorithm: String, at now: Date) -> PrivateKey? {
        keys.first { $0.isActive(at: now) && !$0.isRetired && $0.key.signs(algorithm) }?.key
    }

    /// The key that a session began with.
    func key(id: String, at now: Date) -> PrivateKey? {
        keys.first { $0.key.keyID == id && $0.isActive(at: now) }?.key
    }
}
