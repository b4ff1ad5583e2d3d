/// The DID document of an account.
enum DIDDocument {
    /// - Parameter resource: The origin of the account's server.
    static func make(_ account: Account, resource: String) -> JSON {
        [
            "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
            "id": .string(account.did),
            "alsoKnownAs": [.string("at://\(account.handle)")],
            "verificationMethod": [
                [
                    "id": .string("\(account.did)#atproto"), "type": "Multikey", "controller": .string(account.did),
                    "publicKeyMultibase": .string(account.repositoryKey.publicKey),
                ]
            ],
            "service": [["id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": .string(resource)]],
        ]
    }
}
