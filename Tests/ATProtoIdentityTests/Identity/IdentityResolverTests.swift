import ATProtoIdentity
import ATProtoSyntax
import Testing

struct IdentityResolverTests {
    private struct Failure: Error {}

    private func resolver(
        _ handles: @escaping @Sendable (Handle, Bool) async throws -> DID? = { _, _ in try .make() },
        alsoKnownAs: [String] = ["at://alice.net"],
        endpoint: String? = "https://pds.net", allowTest: Bool = false
    ) -> IdentityResolver {
        let dids = ScriptedDIDResolver { did, _ in
            DIDDocument(
                id: did, alsoKnownAs: alsoKnownAs,
                services: [.init(id: "#atproto_pds", types: ["AtprotoPersonalDataServer"], endpoint: endpoint)])
        }
        return IdentityResolver(handles: ScriptedHandleResolver(handles), dids: dids, allowTestHandles: allowTest)
    }

    private func failure(_ resolver: IdentityResolver, _ identifier: String) async throws -> IdentityError? {
        await #expect(throws: IdentityError.self) { try await resolver.resolve(AccountIdentifier(identifier)) }
    }

    @Test func `finds an account by its handle, verified both ways`() async throws {
        let identity = try await resolver().resolve(AccountIdentifier("@Alice.net"), fresh: true)
        #expect(try identity.did == .make())
        #expect(identity.handle.description == "alice.net")
        #expect(identity.handleVerified)
        #expect(identity.pds.description == "https://pds.net/")
        #expect(identity.sources.map(\.name) == [.custom, .plc])
        #expect(identity.sources.allSatisfy { $0.outcome == .found })
    }

    @Test func `finds an account by its DID`() async throws {
        let identity = try await resolver().resolve(AccountIdentifier("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"))
        #expect(identity.handleVerified)
        #expect(identity.sources.map(\.name) == [.plc, .custom])
    }

    // §2.1 DID: failure or mismatch yields handle.invalid
    @Test func `a DID whose handle does not lead back has no valid handle`() async throws {
        let did = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"
        let resolvers = [
            resolver { _, _ in nil }, resolver { _, _ in try .make("b") }, resolver { _, _ in throw Failure() },
            resolver { _, _ in throw IdentityError(.handleResolutionFailed, "", "") }, resolver(alsoKnownAs: []),
            resolver(alsoKnownAs: ["at://alice.local"]), resolver(alsoKnownAs: ["at://alice.test"]),
            resolver(alsoKnownAs: ["at://nonsense"]),
        ]
        for resolver in resolvers {
            let identity = try await resolver.resolve(AccountIdentifier(did))
            #expect(identity.handle == .invalid)
            #expect(!identity.handleVerified)
        }
    }

    // §2.1 handle: the first valid alias must be the handle
    @Test(arguments: [["at://bob.net", "at://alice.net"], [], ["https://alice.net"]])
    func `a handle that the account does not claim first is an error`(_ names: [String]) async throws {
        let error = try await failure(resolver(alsoKnownAs: names), "alice.net")
        #expect(error?.code == .handleMismatch)
        #expect(error?.legs.count == 2)
    }

    // [S] syntactically invalid names are passed over
    @Test func `the first valid name counts`() async throws {
        let identity = try await resolver(alsoKnownAs: ["at://nonsense", "at://alice.net"]).resolve(AccountIdentifier("alice.net"))
        #expect(identity.handleVerified)
    }

    @Test func `an unknown handle is told with every step`() async throws {
        let error = try await failure(resolver { _, _ in nil }, "alice.net")
        #expect(error?.code == .handleNotFound)
        #expect(error?.description == "alice.net: no method of resolution knows this handle (custom missed: there is no such handle)")
        #expect(error == IdentityError(.handleNotFound, "alice.net", ""))
        #expect(IdentityError(.cancelled, "x", "y").description == "x: y")
    }

    @Test func `failures keep their code`() async throws {
        let broken = try await failure(resolver { _, _ in throw Failure() }, "alice.net")
        #expect(broken?.code == .handleResolutionFailed)
        let cancelled = try await failure(resolver { _, _ in throw CancellationError() }, "alice.net")
        #expect(cancelled?.code == .cancelled)
        let cancelledLater = try await failure(resolver { _, _ in throw CancellationError() }, "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa")
        #expect(cancelledLater?.code == .cancelled)
    }

    @Test func `a document that cannot be had is told after the handle's steps`() async throws {
        let dids = ScriptedDIDResolver { did, _ throws(IdentityError) in
            throw IdentityError(.didFetchFailed, did.description, "no", legs: [ResolutionLeg(.plc, .failed, "no")])
        }
        let resolver = IdentityResolver(handles: ScriptedHandleResolver { _, _ in try .make() }, dids: dids)
        let error = try await failure(resolver, "alice.net")
        #expect(error?.code == .didFetchFailed)
        #expect(error?.legs.map(\.outcome) == [.found, .failed])
    }

    @Test(arguments: [nil, "https://pds.net/path", "nonsense"])
    func `an account without server is an error`(_ endpoint: String?) async throws {
        let error = try await failure(resolver(endpoint: endpoint), "alice.net")
        #expect(error?.code == .noService)
    }

    // §2.2 [S]
    @Test(arguments: ["alice.local", "alice.test", "alice.onion", "handle.invalid"])
    func `reserved handles are not resolved`(_ handle: String) async throws {
        let error = try await failure(resolver { _, _ in throw Failure() }, handle)
        #expect(error?.code == .reservedHandle)
    }

    @Test func `test handles can be allowed`() async throws {
        let resolver = resolver(alsoKnownAs: ["at://alice.test"], allowTest: true)
        #expect(try await resolver.resolve(AccountIdentifier("alice.test")).handleVerified)
    }

    @Test func `a server is no account`() async throws {
        let error = try await failure(resolver(), "https://bsky.social")
        #expect(error?.code == .invalidIdentifier)
    }
}
