import ATProtoOAuth
import ATProtoSyntax
import Foundation
import JOSE
import Testing

/// §2.7: how a code is bound to the key that its tokens will be bound to (RFC 9449 section 10).
@Suite struct CodeBindingTests {
    @Test func `a pushed request is bound by its proof, and needs no thumbprint`() async throws {
        let world = try World()
        let request = try await world.client.authorize("alice.example.com")
        let pushed = try #require(world.transport.requests(to: .pushed).last)
        #expect(pushed.form["dpop_jkt"] == nil)
        let jwk = try #require(try pushed.proof.header["jwk"])
        let key = try JSONDecoder().decode(JWK.self, from: Data(jwk.bytes))
        #expect(key.thumbprint == world.states.peek(request.state)?.dpopKey.publicKey.thumbprint)
    }

    @Test func `a request that is not pushed carries the key's thumbprint, once`() async throws {
        let world = try World()
        world.change { servers in
            servers.serverMetadata["pushed_authorization_request_endpoint"] = nil
            servers.serverMetadata["require_pushed_authorization_requests"] = false
        }
        let request = try await world.client.authorize("alice.example.com")
        let query = FormParameters(encoded: request.url.query ?? "")
        #expect(query.all("dpop_jkt") == [world.states.peek(request.state)?.dpopKey.publicKey.thumbprint])
    }

    @Test func `an application that makes the key may bind the code to it itself`() async throws {
        let key = try PrivateKey.generate(.es256)
        let world = try World { $0.runtimeImplementation.createKey = { _ in key } }
        _ = try await world.client.authorize("alice.example.com", options: AuthorizeOptions(dpopJKT: key.publicKey.thumbprint))
        #expect(world.transport.requests(to: .pushed).last?.form.all("dpop_jkt") == [key.publicKey.thumbprint])
    }

    @Test func `a thumbprint of another key is refused before anything is kept or sent`() async throws {
        let world = try World()
        let other = try PrivateKey.generate(.es256).publicKey.thumbprint
        let error = try await #require(throws: InvalidOptionError.self) {
            try await world.client.authorize("alice.example.com", options: AuthorizeOptions(dpopJKT: other))
        }
        #expect(error.option == "dpop_jkt")
        #expect(world.transport.requests(to: .pushed).isEmpty)
        #expect(world.journal.all.allSatisfy { !$0.hasPrefix("state") })
    }
}
