import ATProtoSyntax
import Testing

struct PermissionTests {
    private func permission(_ text: String) -> Permission? {
        (try? ScopeValue(text)).flatMap { Permission($0) }
    }

    // §9 table and canonical form: defaults dropped, one positional inlined, duplicates gone, sorted, * absorbs
    @Test(arguments: [
        ("repo:com.example.foo", "repo:com.example.foo"),
        ("repo:*", "repo:*"),
        ("repo?collection=com.example.foo", "repo:com.example.foo"),
        ("repo:com.example.foo?action=delete&action=create&action=create", "repo:com.example.foo?action=create&action=delete"),
        ("repo:*?action=create&action=update&action=delete", "repo:*"),
        ("repo?collection=*&collection=com.example.foo&action=update", "repo:*?action=update"),
        (
            "repo?action=create&collection=com.example.foo&collection=com.example.bar",
            "repo?collection=com.example.bar&collection=com.example.foo&action=create"
        ),
        ("rpc:com.example.svc?aud=*", "rpc:com.example.svc?aud=*"),
        ("rpc:com.example.svc?&aud=*", "rpc:com.example.svc?aud=*"),
        ("rpc:com.example.svc?aud=did:web:example.com#id", "rpc:com.example.svc?aud=did:web:example.com%23id"),
        ("rpc?aud=did:web:example.com%23id&lxm=com.example.svc", "rpc:com.example.svc?aud=did:web:example.com%23id"),
        ("rpc?lxm=com.example.b&lxm=com.example.a&aud=*", "rpc?lxm=com.example.a&lxm=com.example.b&aud=*"),
        ("rpc?lxm=com.example.a&lxm=*&aud=did:web:example.com%23id", "rpc:*?aud=did:web:example.com%23id"),
        ("blob:image/png", "blob:image/png"),
        ("blob?accept=image/png&accept=image/jpeg&accept=image/png", "blob?accept=image/jpeg&accept=image/png"),
        ("blob?accept=image/png&accept=image/*", "blob:image/*"),
        ("blob?accept=image/*&accept=*/*&accept=text/plain", "blob:*/*"),
        ("blob:image/svg+xml", "blob:image/svg+xml"),
        ("account:email", "account:email"),
        ("account:email?action=read", "account:email"),
        ("account?attr=repo&action=manage", "account:repo?action=manage"),
        ("identity:handle", "identity:handle"),
        ("identity?attr=*", "identity:*"),
        ("include:com.example.baz", "include:com.example.baz"),
        ("include?aud=did:web:example.com#svc&nsid=com.example.baz", "include:com.example.baz?aud=did:web:example.com%23svc"),
        ("atproto", "atproto"), ("transition:generic", "transition:generic"), ("transition:email", "transition:email"),
        ("transition:chat.bsky", "transition:chat.bsky"),
        // [B] a + in a query must survive being read back
        ("blob?accept=image/svg%2Bxml&accept=image/png", "blob?accept=image/png&accept=image/svg%2Bxml"),
        // so must the escaped colon of a DID
        ("rpc:com.example.svc?aud=did:web:localhost%253A80%23id", "rpc:com.example.svc?aud=did:web:localhost%253A80%23id"),
    ])
    func `has a canonical form that means the same`(_ text: String, _ canonical: String) throws {
        let permission = try #require(self.permission(text))
        #expect(permission.description == canonical)
        #expect(self.permission(canonical) == permission)
    }

    @Test(arguments: [
        "unknown", "unknown:com.example.foo", "repo", "repo:", "repo:invalid", "repo:com.example.*", "repo:com.example.foo?action=invalid",
        "repo:*?action=*", "repo:com.example.foo?collection=com.example.bar", "repo:com.example.foo?x=y",
        "repo?collection=com.example.foo&collection=bad", "repo:com.example.foo?action=",
        "rpc", "rpc:*", "rpc:com.example.svc", "rpc:?aud=*", "rpc?aud=*", "rpc:*?aud=*", "rpc?lxm=*&lxm=com.example.svc&aud=*",
        "rpc:com.example.svc?aud=did:web:example.com", "rpc:com.example.svc?aud=did:web:example.com%23", "rpc:com.example.svc?aud=invalid",
        "rpc:com.example.svc?aud=did:plc:111%23svc", "rpc:com.example.svc?aud=did:foo:bar%23svc", "rpc:com.example.svc?aud=*&aud=*",
        "rpc:com.example.svc?aud=*&lxm=com.example.svc", "rpc:foo.bar?aud=*", "notrpc:com.example.svc?aud=*",
        "rpc:com.example.svc?aud=did:web:example.com%23a%20b",
        "blob", "blob:", "blob:invalid", "blob:*/png", "blob:*/**", "blob:image/**", "blob:a/b/c", "blob:/png", "blob:image/",
        "blob:image%20/png",
        "blob:image/png?accept=image/png", "blob:*", "blob:im*ge/*",
        "account", "account:", "account:invalid", "account:email?action=invalid", "account:*", "account?attr=email&attr=repo",
        "identity", "identity:", "identity:email", "identity:handle?attr=handle", "identity:handle?action=manage",
        "include", "include:", "include:com.example", "include:nsid", "include:com.example.baz?aud=",
        "include:com.example.baz?aud=did:web:example.com", "include:com.example.baz?aud=*", "include:com.example.baz?x",
        "ATPROTO", "atproto:", "atproto?x", "transition", "transition:", "transition:other", "transition:generic?x=y",
    ])
    func `does not understand invalid values`(_ text: String) {
        #expect(permission(text) == nil)
    }

    @Test func `names the scope that is needed`() throws {
        let post = Lexicons.only([try NSID("app.bsky.feed.post")])
        #expect(RepoPermission(collections: post, actions: [.create]).description == "repo:app.bsky.feed.post?action=create")
        let service = try ServiceReference("did:web:example.com#svc")
        #expect(service.did.description == "did:web:example.com")
        #expect(RPCPermission(methods: .any, audience: service)?.description == "rpc:*?aud=did:web:example.com%23svc")
        #expect(RPCPermission(methods: .any, audience: nil) == nil)
        #expect(BlobPermission(accept: ["image/png", "image/jpeg"])?.description == "blob?accept=image/jpeg&accept=image/png")
        #expect(BlobPermission(accept: []) == nil)
        #expect(AccountPermission(.email, actions: [.read, .manage]).description == "account:email?action=read&action=manage")
    }
}
