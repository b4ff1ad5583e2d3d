import ATProtoSyntax
import FoundationEssentials
import Testing

struct IncludeScopeTests {
    private func expand(_ scope: String, _ entry: String) throws -> [String] {
        let include = try #require(IncludeScope(ScopeValue(scope)))
        let set = try JSONDecoder().decode(PermissionSet.self, from: Data(#"{"type":"permission-set","permissions":[\#(entry)]}"#.utf8))
        return include.permissions(of: set).map(\.description)
    }

    private let plain = "include:com.example.cal.auth"
    private let withAudience = "include:com.example.cal.auth?aud=did:web:example.com%23svc"

    // §9 include: authority
    @Test(arguments: [
        ("com.example.cal.event", true), ("com.example.cal.sub.event", true), ("com.example.event", false),
        ("com.example.calendar.event", false),
        ("com.example.other.event", false), ("app.bsky.feed.post", false),
    ])
    func `has authority over its own group and below`(_ nsid: String, _ hasAuthority: Bool) throws {
        #expect(try IncludeScope(nsid: NSID("com.example.cal.auth")).hasAuthority(over: NSID(nsid)) == hasAuthority)
    }

    @Test(arguments: [
        (#"{"type":"permission","resource":"repo","collection":["com.example.cal.event"]}"#, ["repo:com.example.cal.event"]),
        (
            #"{"type":"permission","resource":"repo","collection":["com.example.cal.event"],"action":["delete","update"]}"#,
            ["repo:com.example.cal.event?action=update&action=delete"]
        ),
        (#"{"type":"permission","resource":"rpc","lxm":["com.example.cal.list"],"aud":"*"}"#, ["rpc:com.example.cal.list?aud=*"]),
        (
            #"{"type":"permission","resource":"rpc","lxm":["com.example.cal.list"],"aud":"*","inheritAud":false}"#,
            ["rpc:com.example.cal.list?aud=*"]
        ),
        // not under the authority, wholly or in part, or a wildcard
        (#"{"type":"permission","resource":"repo","collection":["app.bsky.feed.post"]}"#, []),
        (#"{"type":"permission","resource":"repo","collection":["com.example.cal.event","app.bsky.feed.post"]}"#, []),
        (#"{"type":"permission","resource":"repo","collection":["*"]}"#, []),
        (#"{"type":"permission","resource":"rpc","lxm":["com.atproto.moderation.createReport"],"aud":"*"}"#, []),
        (#"{"type":"permission","resource":"rpc","lxm":["*"],"aud":"*"}"#, []),
        // malformed, unknown property, other kinds
        (#"{"type":"permission","resource":"repo","collection":"com.example.cal.event"}"#, []),
        (#"{"type":"permission","resource":"repo","collection":[]}"#, []),
        (#"{"type":"permission","resource":"repo","collection":["com.example.cal.event"],"action":"all"}"#, []),
        (#"{"type":"permission","resource":"repo","collection":["com.example.cal.event"],"action":["manage"]}"#, []),
        (#"{"type":"permission","resource":"repo","collection":["com.example.cal.event"],"extra":1}"#, []),
        (#"{"type":"other","resource":"repo","collection":["com.example.cal.event"]}"#, []),
        (#"{"type":"permission","resource":"rpc","lxm":["com.example.cal.list"],"aud":"*","extra":1}"#, []),
        (#"{"type":"permission","resource":"rpc","lxm":"com.example.cal.list","aud":"*"}"#, []),
        (#"{"type":"permission","resource":"blob","accept":["image/*"]}"#, []),
        (#"{"type":"permission","resource":"account","attr":"email","action":["read"]}"#, []),
        (#"{"type":"permission","resource":"identity","attr":"handle"}"#, []),
        (#"{"type":"permission"}"#, []),
    ])
    func `expands a set`(_ entry: String, _ expected: [String]) throws {
        #expect(try expand(plain, entry) == expected)
    }

    // §9 include: inheritAud matrix (set's aud × inheritAud × include's aud)
    @Test(arguments: [
        (#""aud":"*""#, true, ["rpc:com.example.cal.list?aud=*"]),
        (#""aud":"*""#, false, ["rpc:com.example.cal.list?aud=*"]),
        (#""aud":"did:web:example.com#svc""#, true, []),
        (#""aud":"did:web:example.com#svc""#, false, []),
        (#""inheritAud":true"#, true, ["rpc:com.example.cal.list?aud=did:web:example.com%23svc"]),
        (#""inheritAud":true"#, false, []),
        (#""inheritAud":false"#, true, []),
        (#""inheritAud":"yes""#, true, []),
        (#""inheritAud":true,"aud":"*""#, true, []),
        (#""inheritAud":true,"aud":"did:web:example.com#svc""#, true, []),
    ])
    func `inherits the audience`(_ members: String, _ hasAudience: Bool, _ expected: [String]) throws {
        let entry = #"{"type":"permission","resource":"rpc","lxm":["com.example.cal.list"],\#(members)}"#
        #expect(try expand(hasAudience ? withAudience : plain, entry) == expected)
    }
}
