import FoundationEssentials
import JOSE

extension ClientMetadata {
    /// The metadata with the public keys of `keyset`, if it says neither them nor where they are.
    /// - Throws: ``ClientMetadataError`` if the keys cannot do what the metadata promises.
    func completed(with keyset: ClientKeyset?, at now: Date) throws(ClientMetadataError) -> ClientMetadata {
        guard authenticationMethod == .privateKeyJWT else { return self }
        guard let keyset else { throw ClientMetadataError("token_endpoint_auth_method", "private_key_jwt needs a keyset") }
        let active = keyset.keys.filter { $0.isActive(at: now) && !$0.isRetired }
        guard !active.isEmpty else { throw ClientMetadataError("jwks", "no key is active now") }
        guard active.contains(where: { $0.key.algorithms.contains(.es256) }) else {
            throw ClientMetadataError("jwks", "one active key must sign with ES256, the algorithm that every server takes")
        }
        guard let declared = tokenEndpointAuthSigningAlg, active.contains(where: { $0.key.signs(declared) }) else {
            throw ClientMetadataError(
                "token_endpoint_auth_signing_alg", "no active key signs with \(tokenEndpointAuthSigningAlg ?? "it"), which is declared here"
            )
        }
        var completed = self
        if jwks == nil, jwksURI == nil { completed.jwks = keyset.publicKeys }
        if let published = completed.jwks {
            let ids = Set(published.keys.compactMap(\.keyID))
            if let missing = active.compactMap(\.key.keyID).first(where: { !ids.contains($0) }) {
                throw ClientMetadataError("jwks", "lacks the public key \(missing), which this client would sign with")
            }
        }
        return completed
    }
}

extension PrivateKey {
    /// Whether the key can sign with the algorithm of this name.
    func signs(_ algorithm: String) -> Bool { algorithms.contains { $0.rawValue == algorithm } }
}
