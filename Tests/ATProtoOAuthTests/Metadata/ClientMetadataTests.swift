import ATProtoOAuth
import Foundation
import JOSE
import Testing

/// §1.2: what a document must say.
@Suite struct ClientMetadataTests {
    struct Bad: Sendable, CustomTestStringConvertible {
        let field: String
        let metadata: ClientMetadata
        var testDescription: String { field }

        init(_ field: String, _ base: ClientMetadata = .make(), _ change: (inout ClientMetadata) -> Void) {
            self.field = field
            var metadata = base
            change(&metadata)
            self.metadata = metadata
        }
    }

    private static let native = ClientMetadata.makeNative()
    private static let confidential = ClientMetadata.makeConfidential { $0.jwksURI = "https://app.example.com/jwks.json" }
    private static let loopback = ClientMetadata.makeLoopback()

    @Test(arguments: [make, native, confidential, loopback])
    func `accepts documents that keep the rules`(metadata: ClientMetadata) throws {
        try metadata.validate()
        #expect(try JSONDecoder().decode(ClientMetadata.self, from: JSONEncoder().encode(metadata)) == metadata)
    }

    private static let make = ClientMetadata.make { metadata in
        metadata.clientName = "App"
        metadata.clientURI = "https://app.example.com"
        metadata.logoURI = "https://cdn.example.com/logo.png"
        metadata.tosURI = "https://app.example.com/tos"
        metadata.policyURI = "http://127.0.0.1/policy"
        metadata.subjectType = "public"
    }

    @Test(arguments: [
        Bad("client_id") { $0.clientID = "https://app.example.com" },
        Bad("redirect_uris") { $0.redirectURIs = [] },
        Bad("redirect_uris") { $0.redirectURIs = ["ftp://app.example.com"] },
        Bad("redirect_uris") { $0.redirectURIs = ["http://127.0.0.1/"] },
        Bad("redirect_uris") { $0.redirectURIs = ["com.example.app:/callback"] },
        Bad("redirect_uris", native) { $0.redirectURIs = ["com.example.other:/callback"] },
        Bad("redirect_uris", native) { $0.redirectURIs = ["https://elsewhere.example.com/callback"] },
        Bad("redirect_uris", loopback) { $0.redirectURIs = ["com.example.app:/callback"] },
        Bad("redirect_uris", loopback) { $0.redirectURIs = ["http://127.0.0.1/other"] },
        Bad("scope", loopback) { $0.scope = "atproto transition:generic" },
        Bad("application_type", loopback) { metadata in
            metadata.applicationType = .web
            metadata.redirectURIs = ["https://app.example.com/"]
        },
        Bad("response_types") { $0.responseTypes = ["none"] },
        Bad("response_types") { $0.responseTypes = [] },
        Bad("response_types") { $0.responseTypes = ["code", "ticket"] },
        Bad("contacts") { $0.extensions.contacts = ["ops@app.example.com", "nobody"] },
        Bad("contacts") { $0.extensions.contacts = ["a@b@example.com"] },
        Bad("contacts") { $0.extensions.contacts = ["a b@example.com"] },
        Bad("contacts") { $0.extensions.contacts = ["a@example..com"] },
        Bad("contacts") { $0.extensions.contacts = ["@example.com"] },
        Bad("grant_types") { $0.grantTypes = ["refresh_token"] },
        Bad("grant_types") { $0.grantTypes = ["authorization_code", "authorization_code"] },
        Bad("grant_types") { $0.grantTypes = ["authorization_code", "implicit"] },
        Bad("scope") { $0.scope = "" },
        Bad("scope") { $0.scope = "transition:generic" },
        Bad("scope") { $0.scope = "atproto  transition:generic" },
        Bad("scope") { $0.scope = "atproto a\"b" },
        Bad("scope") { $0.scope = "atproto é" },
        Bad("scope") { $0.scope = "atproto atproto" },
        Bad("token_endpoint_auth_method") { $0.tokenEndpointAuthMethod = "client_secret_basic" },
        Bad("token_endpoint_auth_signing_alg") { $0.tokenEndpointAuthSigningAlg = "ES256" },
        Bad("token_endpoint_auth_signing_alg", confidential) { $0.tokenEndpointAuthSigningAlg = nil },
        Bad("token_endpoint_auth_signing_alg", confidential) { $0.tokenEndpointAuthSigningAlg = "none" },
        Bad("token_endpoint_auth_signing_alg", confidential) { $0.tokenEndpointAuthSigningAlg = "HS256" },
        Bad("token_endpoint_auth_method", confidential) { $0.applicationType = .native },
        Bad("jwks", confidential) { $0.jwksURI = nil },
        Bad("jwks", confidential) { ($0.jwksURI, $0.jwks) = (nil, JWKSet()) },
        Bad("jwks", confidential) { $0.jwks = try? ClientKeyset.make("one").publicKeys },
        Bad("jwks_uri", confidential) { $0.jwksURI = "https://localhost/jwks.json" },
        Bad("client_uri") { $0.clientURI = "https://elsewhere.example.com" },
        Bad("client_uri") { $0.clientURI = "https://app.example.com/other/" },
        Bad("client_uri") { $0.clientURI = "nonsense" },
        Bad("logo_uri") { $0.logoURI = "http://app.example.com/logo.png" },
        Bad("tos_uri") { $0.tosURI = "https://app.local/tos" },
        Bad("policy_uri") { $0.policyURI = "https://single/policy" },
        Bad("subject_type") { $0.subjectType = "pairwise" },
        Bad("dpop_bound_access_tokens") { $0.dpopBoundAccessTokens = false },
        Bad("grant_types") { $0.grantTypes = ["authorization_code", "client_credentials"] },
        Bad("jwks") { ($0.jwksURI, $0.jwks) = ("https://app.example.com/jwks.json", JWKSet()) },
        Bad("jwks", confidential) { metadata in
            let keys = (try? ClientKeyset.make("one").publicKeys.keys) ?? []
            (metadata.jwksURI, metadata.jwks) = (nil, JWKSet(keys: keys + keys))
        },
        Bad("default_max_age") { $0.extensions.defaultMaxAge = 60 },
        Bad("id_token_signed_response_alg") { $0.extensions.idTokenSignedResponseAlg = "ES256" },
        Bad("userinfo_signed_response_alg") { $0.extensions.userinfoSignedResponseAlg = "ES256" },
        Bad("userinfo_encrypted_response_alg") { $0.extensions.userinfoEncryptedResponseAlg = "RSA-OAEP" },
        Bad("authorization_encrypted_response_alg") { $0.extensions.authorizationEncryptedResponseAlg = "RSA-OAEP" },
        Bad("authorization_encrypted_response_enc") { $0.extensions.authorizationEncryptedResponseEnc = "A128GCM" },
        Bad("authorization_details_types") { $0.extensions.authorizationDetailsTypes = ["a"] },
        Bad("tls_client_certificate_bound_access_tokens") { $0.extensions.tlsClientCertificateBoundAccessTokens = true },
    ])
    func `refuses what a server would refuse, by field`(bad: Bad) throws {  // §1.2, §1.4, §1.5
        let error = try #require(throws: ClientMetadataError.self) { try bad.metadata.validate() }
        #expect(error.field == bad.field)
        #expect(error.description.hasPrefix("client metadata: \(bad.field): "))
    }

    @Test(arguments: ["https://app.example.com", "https://app.example.com/", "https://app.example.com/oauth-client-metadata.json"])
    func `client_uri may be any parent of the client_id`(uri: String) throws {  // §1.2 [AS]
        try ClientMetadata.make { $0.clientURI = uri }.validate()
    }

    @Test func `a native client redirects to its own scheme, its own origin, or this machine`() throws {  // §1.4
        let redirects = ["com.example.app:/callback", "https://app.example.com/callback", "http://[::1]:80/x", "http://127.0.0.1/"]
        try ClientMetadata.makeNative(redirects).validate()
    }

    @Test func `absent fields have the defaults of RFC 7591, and an omitted method is an error`() throws {  // §1.2
        let json =
            #"{"client_id":"https://a.example.com/m.json","redirect_uris":["https://a.example.com/c"],"scope":"atproto","dpop_bound_access_tokens":true}"#
        let metadata = try JSONDecoder().decode(ClientMetadata.self, from: Data(json.utf8))
        #expect(metadata.grantTypes == ["authorization_code"])
        #expect(metadata.responseTypes == ["code"])
        #expect(metadata.applicationType == .web)
        #expect(metadata.tokenEndpointAuthMethod == "client_secret_basic")
        #expect(metadata.authenticationMethod == nil)
        let error = try #require(throws: ClientMetadataError.self) { try metadata.validate() }
        #expect(error.field == "token_endpoint_auth_method")
    }

    @Test func `fields of no use here are kept and written again`() throws {  // §1.2
        var document = try JSON.parse(Array(JSONEncoder().encode(ClientMetadata.make())))
        let others: [String: JSON] = [
            "contacts": ["ops@app.example.com"], "require_auth_time": true, "request_object_signing_alg": "ES256",
            "authorization_signed_response_alg": "RS256", "tls_client_certificate_bound_access_tokens": false,
            "authorization_details_types": [],
        ]
        for (field, value) in others { document[field] = value }
        let metadata = try JSONDecoder().decode(ClientMetadata.self, from: Data(document.bytes))
        try metadata.validate()
        #expect(try JSON.parse(Array(JSONEncoder().encode(metadata))) == document)
    }

    @Test(arguments: ["default_max_age": 60, "userinfo_signed_response_alg": "RS256"] as [String: JSON])
    func `fields that servers refuse are written too, so that nothing is hidden, and refused`(field: String, value: JSON) throws {
        var document = try JSON.parse(Array(JSONEncoder().encode(ClientMetadata.make())))
        document[field] = value
        let metadata = try JSONDecoder().decode(ClientMetadata.self, from: Data(document.bytes))
        #expect(try JSON.parse(Array(JSONEncoder().encode(metadata))) == document)
        #expect(try #require(throws: ClientMetadataError.self) { try metadata.validate() }.field == field)
    }

    @Test(arguments: ["default_max_age": "soon", "contacts": "me", "require_auth_time": 1] as [String: JSON])
    func `a field of the wrong type spoils the document`(field: String, value: JSON) throws {
        var document = try JSON.parse(Array(JSONEncoder().encode(ClientMetadata.make())))
        document[field] = value
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(ClientMetadata.self, from: Data(document.bytes)) }
    }

    @Test func `a document that the reference client writes, with defaults spelled out, is accepted`() throws {  // §1.2
        var document = try JSON.parse(Array(JSONEncoder().encode(ClientMetadata.make())))
        document["authorization_signed_response_alg"] = "RS256"
        document["subject_type"] = "public"
        document["something_new"] = ["a": 1]
        try JSONDecoder().decode(ClientMetadata.self, from: Data(document.bytes)).validate()
    }

    @Test func `of published keys, those that are unusable, nameless or private are left out`() throws {  // §1.2 jwks
        var document = try JSON.parse(Array(JSONEncoder().encode(ClientMetadata.make())))
        let good = try JSON.parse(Array(JSONEncoder().encode(PrivateKey.generate(.es256, keyID: "good").publicKey)))
        let nameless = try JSON.parse(Array(JSONEncoder().encode(PrivateKey.generate(.es256).publicKey)))
        let leaked = try PrivateKey.generate(.es256, keyID: "leaked").exportJWK().withUnsafeBytes { try JSON.parse(Array($0)) }
        var revoked = try JSON.parse(Array(JSONEncoder().encode(PrivateKey.generate(.es256, keyID: "revoked").publicKey)))
        revoked["revoked"] = ["revoked_at": 150]
        document["jwks"] = ["keys": [["kty": "oct", "kid": "x"], nameless, leaked, revoked, 7, "text", [], good]]
        let metadata = try JSONDecoder().decode(ClientMetadata.self, from: Data(document.bytes))
        #expect(metadata.jwks?.keys.map(\.keyID) == ["good"])
    }

    @Test func `another's document may list further response types, one's own may not`() throws {  // §1.2.3
        let metadata = ClientMetadata.make { $0.responseTypes = ["code", "code id_token"] }
        try metadata.validate()
        #expect(try #require(throws: ClientMetadataError.self) { try World(metadata) }.field == "response_types")
        _ = try World(.make { $0.responseTypes = ["code"] })
    }

    @Test func `the client is made only of metadata that keeps the rules`() {
        #expect(throws: ClientMetadataError.self) { try World(.make { $0.dpopBoundAccessTokens = false }) }
    }
}
