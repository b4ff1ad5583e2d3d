import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import Foundation
import HTTPTypes
import JOSE
import Sandbox
import Testing

/// Everything that a confidential client signs from sign-in to sign-out, before a judge that knows nothing of this library.
@Suite struct PythonVerdictTests {
    private struct Evidence: Encodable {
        struct Proof: Encodable {
            let proof, method, url: String
            let token: String?
        }

        let issuer, clientID: String
        let jwks: JWKSet
        let assertions: [String]
        let proofs: [Proof]
    }

    private func proofs(_ recorder: RecordingTransport) -> [Evidence.Proof] {
        recorder.requests.compactMap { request in
            guard let proof = request.headers.first(where: { $0.name.canonicalName == "dpop" }) else { return nil }
            let token = request.headers[.authorization].map { String($0.dropFirst("DPoP ".count)) }
            return .init(proof: proof.value, method: request.method.rawValue, url: request.url.description, token: token)
        }
    }

    @Test func `proofs, client assertions and published keys are verified by Python`() async throws {
        try await World.run { world in
            let recorder = RecordingTransport(world.transport)
            let client = try await world.makeWebClient([try .make("one"), try .make("two", isRetired: true)], transport: recorder)
            let session = try await world.signIn(client)
            _ = try await session.fetchHandler("/xrpc/com.atproto.repo.listRecords?repo=\(session.did)&collection=app.bsky.feed.post")
            _ = try await session.getTokenInfo(.always)
            let body = #"{"repo":"\#(session.did)","collection":"app.bsky.feed.post","record":{"text":"Hello"}}"#
            _ = try await session.fetchHandler(
                "/xrpc/com.atproto.repo.createRecord", method: .post, headers: [.contentType: "application/json"],
                body: .bytes(Array(body.utf8)))
            try await session.signOut()

            let evidence = Evidence(
                issuer: world.sandbox.origin, clientID: client.clientMetadata.clientID, jwks: client.jwks,
                assertions: recorder.forms.compactMap { $0["client_assertion"] }, proofs: proofs(recorder))
            #expect(evidence.assertions.count >= 6 && evidence.proofs.count >= 8)
            let verdict = try PeerVerdict("verify", JSONEncoder().encode(evidence))
            if let text = verdict.text { #expect(text == "2 \(evidence.assertions.count) \(evidence.proofs.count)") }
        }
    }
}
