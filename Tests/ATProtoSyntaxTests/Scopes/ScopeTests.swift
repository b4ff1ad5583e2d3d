import ATProtoSyntax
import Testing

struct ScopeTests {
    @Test(arguments: ["", " ", " atproto", "atproto ", "atproto  repo:*", "a\"", #"a\"#, "ünder", "repo:%"])
    func `refuses what breaks the grammar`(_ text: String) {
        #expect(throws: SyntaxError.self) { try Scope(text) }
    }

    @Test func `keeps values as written, once each`() throws {
        let scope = try Scope("repo:* atproto repo:* x:y?z")
        #expect(scope.values == ["repo:*", "atproto", "x:y?z"])
        #expect(scope.description == "repo:* atproto x:y?z")
        #expect(scope.contains("atproto"))
        #expect(!scope.contains("repo"))
        #expect(scope.unknownValues == ["x:y?z"])
        #expect(scope.permissions.count == 2)
    }

    @Test func `tells values that break the rules of their kind from those of a kind it does not know`() throws {
        let scope = try Scope("atproto repo:bad rpc:* blob: account:x identity:y include:z transition:new future:a?b=c repo:a.b.c")
        #expect(scope.malformedValues == ["repo:bad", "rpc:*", "blob:", "account:x", "identity:y", "include:z"])
        #expect(scope.unknownValues == scope.malformedValues + ["transition:new", "future:a?b=c"])
    }

    @Test func `is canonical once sorted and rewritten`() throws {
        let scope = try Scope("transition:generic repo?collection=* atproto x?b=c repo:*?action=create&action=update&action=delete")
        #expect(scope.canonical.description == "atproto repo:* transition:generic x?b=c")
        #expect(scope.canonical.canonical == scope.canonical)
    }

    // §9 [B]: servers compare literally
    @Test func `is compared with the declared scope as strings`() throws {
        let declared = try Scope("atproto repo:com.example.a transition:generic")
        #expect(try Scope("transition:generic atproto").isSubset(of: declared))
        #expect(try !Scope("atproto repo?collection=com.example.a").isSubset(of: declared))
        #expect(try Scope("atproto rpc:x").subtracting(declared) == ["rpc:x"])
    }

    @Test func `permits what its values say`() throws {
        let scope = try Scope(
            "atproto repo:com.example.post?action=create rpc:com.example.get?aud=did:web:a.example%23svc rpc:com.example.any?aud=* "
                + "blob:image/* blob:text/plain account:email?action=manage identity:handle repo:broken include:com.example.set")
        let post = try NSID("com.example.post")
        #expect(scope.permits(repo: post, .create))
        #expect(!scope.permits(repo: post, .delete))
        #expect(try !scope.permits(repo: NSID("com.example.other"), .create))
        #expect(try scope.permits(rpc: NSID("com.example.get"), at: "did:web:a.example#svc"))
        // a DID alone is not its service
        #expect(try !scope.permits(rpc: NSID("com.example.get"), at: "did:web:a.example"))
        #expect(try !scope.permits(rpc: NSID("com.example.get"), at: "did:web:b.example#svc"))
        #expect(try scope.permits(rpc: NSID("com.example.any"), at: "did:web:b.example#svc"))
        #expect(try !scope.permits(rpc: NSID("com.example.none"), at: "did:web:a.example#svc"))
        #expect(scope.permits(blob: "image/png"))
        #expect(scope.permits(blob: "text/plain"))
        // §10 mime: case and boundaries
        for type in ["text/html", "Image/png", "imagex/png", "image", "image/*", "image/png/x", "*/*"] {
            #expect(!scope.permits(blob: type))
        }
        #expect(scope.permits(account: .email, .read))
        #expect(scope.permits(account: .email, .manage))
        #expect(!scope.permits(account: .repo, .read))
        #expect(scope.permits(identity: .handle))
        #expect(!scope.permits(identity: .any))
    }

    @Test func `wildcards permit everything of their kind`() throws {
        let scope = try Scope("repo:* blob:*/* rpc:*?aud=did:web:a.example%23svc identity:* account:status")
        #expect(try scope.permits(repo: NSID("a.b.c"), .delete))
        #expect(scope.permits(blob: "x/y"))
        #expect(try scope.permits(rpc: NSID("a.b.c"), at: "did:web:a.example#svc"))
        #expect(try !scope.permits(rpc: NSID("a.b.c"), at: "did:web:b.example#svc"))
        #expect(scope.permits(identity: .handle))
        #expect(scope.permits(account: .status, .read))
        #expect(!scope.permits(account: .status, .manage))
    }

    // §9 static scopes, §10 scope permissions / transition
    @Test func `transitional values stand for the old access`() throws {
        let generic = try Scope("atproto transition:generic")
        let chat = try Scope("atproto transition:chat.bsky")
        let email = try Scope("atproto transition:email")
        let (timeline, message) = (try NSID("app.bsky.feed.getTimeline"), try NSID("chat.bsky.convo.getLog"))
        #expect(generic.permits(repo: timeline, .delete))
        #expect(generic.permits(blob: "any/thing"))
        #expect(generic.permits(rpc: timeline, at: "did:web:x.example"))
        #expect(!generic.permits(rpc: message, at: "did:web:x.example#y"))
        #expect(chat.permits(rpc: message, at: "did:web:x.example#y"))
        #expect(!chat.permits(rpc: timeline, at: "did:web:x.example#y"))
        #expect(!chat.permits(repo: message, .create))
        #expect(email.permits(account: .email, .read))
        #expect(!email.permits(account: .email, .manage))
        #expect(!email.permits(account: .repo, .read))
        #expect(!generic.permits(account: .email, .read))
        #expect(!generic.permits(identity: .handle))
    }
}
