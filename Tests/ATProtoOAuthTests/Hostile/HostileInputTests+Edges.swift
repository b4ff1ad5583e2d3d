import ATProtoIdentity
import ATProtoSyntax
import Foundation
import HTTPTypes
import JOSE

@testable import ATProtoOAuth

extension HostileInputTests {
    static let edges: [Edge] = identifiers + documents + answers

    private static let identifiers = [
        Edge("DID", ["did:plc:z72i7hdynmk6r22z27h6tvur", "did:web:localhost%3A8080", "did:web:example.com"]) { try DID($0) },
        Edge("handle", ["alice.example.com", "xn--ls8h.test", "a1-b2.c3"]) { try Handle($0) },
        Edge("NSID", ["app.bsky.feed.getTimeline", "com.example.fooBarV2"]) { try NSID($0) },
        Edge("input", ["@alice.example.com", "https://bsky.social/", " did:web:example.com"]) { try AccountIdentifier($0) },
        Edge("URL", ["https://user.example.com:8443/a/../b?x=%41#f", "http://[::ffff:1.2.3.4]/", "http://0x7f.1/"]) { try HTTPURL($0) },
        Edge(
            "scope",
            ["atproto repo:a.b.c?action=create blob:image/* rpc?lxm=a.b.c&aud=did:web:a.b%23c", "include:a.b.c?aud=did:web:a.b%23c x:y"]
        ) {
            try Scope($0).canonical
        },
        Edge("client_id", ["https://app.example.com/a/client.json", "http://localhost?scope=atproto&redirect_uri=http://127.0.0.1:1/"]) {
            try ClientID($0)
        },
        Edge("redirect", ["com.example.app:/callback", "http://127.0.0.1:80/a?b", "https://a.example.com/b"]) { try RedirectURI($0) },
        Edge("form", ["a=b&c=d%20e+f&=&%C3%A9=", "?state=x&iss=https%3A%2F%2Fa.example.com&code=y"]) {
            FormParameters(encoded: $0).encoded
        },
    ]

    private static let documents = [
        Edge(
            "JWK",
            [
                #"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","#
                    + #""y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","kid":"1","key_ops":["verify"]}"#,
                #"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","use":"sig"}"#,
            ], json: JWK.self),
        Edge(
            "private JWK",
            [
                #"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#
            ],
            reads: { try ClientKey(importing: SecretBytes(copying: $0), keyID: "one") }),
        Edge(
            "client metadata", [text(ClientMetadata.makeConfidential { $0.clientURI = "https://app.example.com" })],
            json: ClientMetadata.self),
        Edge("server metadata", [text(ScriptedServers().serverMetadata)], json: AuthorizationServerMetadata.self),
        Edge(
            "DID document", [text(ScriptedServers().documents[DID.alice.description])], reads: { try DIDDocument(json: $0, of: .alice).pds }
        ),
    ]

    private static let answers = [
        Edge(
            "tokens", [text(ScriptedServers().tokenResponse(1))],
            reads: { try TokenResponse(json: $0, to: .code, sentAt: Date(timeIntervalSince1970: 0)) }),
        Edge(
            "pushed", [#"{"request_uri":"urn:x","expires_in":300}"#],
            reads: { try PushedAuthorization(json: $0, sentAt: Date(timeIntervalSince1970: 0)) }),
        Edge(
            "date", ["Sun, 06 Nov 1994 08:49:37 GMT", "Thu, 29 Feb 2024 23:59:60 GMT"],
            reads: { HTTPDate.parse(String(decoding: $0, as: UTF8.self)) }),
        Edge(
            "challenge",
            [#"Bearer realm="a", DPoP algs="ES256 ES384", error="use_dpop_nonce""#, #"Basic Zm9v=, DPoP error="invalid\"_token""#],
            reads: { AuthenticationChallenge.parse(String(decoding: $0, as: UTF8.self)) }),
    ]

    private static func text(_ value: (some Encodable)?) -> String {
        (try? JSONEncoder().encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
