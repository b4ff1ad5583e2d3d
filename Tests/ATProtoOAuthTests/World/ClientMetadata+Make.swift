import ATProtoOAuth
import JOSE

extension ClientMetadata {
    /// A public client on the web.
    static func make(_ change: (inout ClientMetadata) -> Void = { _ in }) -> ClientMetadata {
        var metadata = ClientMetadata(
            clientID: World.clientID, redirectURIs: [World.redirect, "https://app.example.com/other"],
            scope: "atproto transition:generic")
        change(&metadata)
        return metadata
    }

    /// A confidential client.
    static func makeConfidential(_ change: (inout ClientMetadata) -> Void = { _ in }) -> ClientMetadata {
        make { metadata in
            metadata.tokenEndpointAuthMethod = "private_key_jwt"
            metadata.tokenEndpointAuthSigningAlg = "ES256"
            change(&metadata)
        }
    }

    /// A client on this machine.
    static func makeNative(_ redirects: [String] = ["http://127.0.0.1/callback"]) -> ClientMetadata {
        make { metadata in
            metadata.applicationType = .native
            metadata.redirectURIs = redirects
        }
    }

    /// A client without a web site.
    static func makeLoopback() -> ClientMetadata {
        guard let id = try? LoopbackClientID(redirectURIs: ["http://127.0.0.1/callback"]) else { preconditionFailure("no id") }
        return ClientMetadata(loopback: id)
    }
}
