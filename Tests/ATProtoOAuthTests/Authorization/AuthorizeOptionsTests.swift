import ATProtoOAuth
import HTTPTypes
import Testing

/// §2.7: what a login may ask for.
@Suite struct AuthorizeOptionsTests {
    @Test func `every option arrives as its parameter`() async throws {  // §2.7
        let world = try World()
        var options = AuthorizeOptions(scope: "atproto", prompt: .create)
        options.display = .touch
        options.uiLocales = "fr-CA fr en"
        options.maxAge = 0
        options.nonce = "n"
        options.claims = #" {"id_token":{}}"#
        options.idTokenHint = "hint"
        options.authorizationDetails = #"[{"type":"t"}]"#
        _ = try await world.client.authorize("https://pds.example.com", options: options)
        let form = try #require(world.transport.requests(to: .pushed).last).form
        #expect(form["scope"] == "atproto")
        #expect(form["prompt"] == "create")
        #expect(form["display"] == "touch")
        #expect(form["ui_locales"] == "fr-CA fr en")
        #expect(form["max_age"] == "0")
        #expect(form["nonce"] == "n")
        #expect(form["claims"] == options.claims)
        #expect(form["id_token_hint"] == "hint")
        #expect(form["authorization_details"] == options.authorizationDetails)
        #expect(form["login_hint"] == nil)
    }

    @Test func `an escape that is broken is refused, declared or not`() async throws {  // §9.12
        let world = try World(.make { $0.scope = "atproto repo:%zz rpc:app.bsky.*" })
        let error = try await #require(throws: InvalidOptionError.self) { try await world.client.authorize("alice.example.com") }
        #expect(error.option == "scope")
        #expect(error.rule.contains("repo:%zz"))
        #expect(world.transport.requests.isEmpty)
    }

    @Test func `a fresh login passes all caches by, on the way too`() async throws {  // §2.2.12
        let world = try World()
        for fresh in [false, false, true] {
            _ = try await world.client.authorize("alice.example.com", options: AuthorizeOptions(fresh: fresh))
        }
        #expect(world.transport.requests(to: .directory).last?.headers[.cacheControl] == "no-cache")
        for endpoint in [Endpoint.resourceMetadata, .serverMetadata] {
            #expect(world.transport.requests(to: endpoint).map { $0.headers[.cacheControl] } == [nil, "no-cache"])
        }
    }

    @Test func `a permission that servers would drop in silence is not asked for`() async throws {  // §9 [B]
        let world = try World(.make { $0.scope = "atproto repo:app.bsky.* transition:later" })
        let error = try await #require(throws: InvalidOptionError.self) { try await world.client.authorize("alice.example.com") }
        #expect(error.option == "scope")
        #expect(error.rule.hasPrefix("repo:app.bsky.* "))
        _ = try await world.client.authorize("alice.example.com", options: AuthorizeOptions(scope: "atproto transition:later"))
    }

    @Test func `prompts and displays have the names of OpenID Connect`() {  // §2.7
        #expect(Prompt.allCases.map(\.rawValue) == ["none", "login", "consent", "select_account", "create"])
        #expect(Display.allCases.map(\.rawValue) == ["page", "popup", "touch", "wap"])
        #expect(ResponseMode.allCases.map(\.rawValue) == ["query", "fragment", "form_post"])
    }

    struct BadOption: Sendable {
        let name: String
        let options: AuthorizeOptions

        init(_ name: String, _ change: (inout AuthorizeOptions) -> Void) {
            var options = AuthorizeOptions()
            change(&options)
            self.name = name
            self.options = options
        }
    }

    @Test(arguments: [
        BadOption("state") { $0.state = String(repeating: "x", count: 4097) }, BadOption("max_age") { $0.maxAge = -1 },
        BadOption("ui_locales") { $0.uiLocales = "fr  en" }, BadOption("ui_locales") { $0.uiLocales = "toolonglanguage" },
        BadOption("ui_locales") { $0.uiLocales = "1a" }, BadOption("ui_locales") { $0.uiLocales = "" },
        BadOption("claims") { $0.claims = "[]" }, BadOption("claims") { $0.claims = "{" },
        BadOption("dpop_jkt") { $0.dpopJKT = "" }, BadOption("dpop_jkt") { $0.dpopJKT = "not a thumbprint" },
        BadOption("dpop_jkt") { $0.dpopJKT = String(repeating: "A", count: 42) },
        BadOption("authorization_details") { $0.authorizationDetails = "{}" },
        BadOption("scope") { $0.scope = "atproto  transition:generic" }, BadOption("scope") { $0.scope = "transition:generic" },
        BadOption("scope") { $0.scope = "atproto transition:email" },
        BadOption("scope") { $0.scope = "atproto repo:%zz" },
    ])
    func `an option that breaks its rule is refused by name before anything is sent`(bad: BadOption) async throws {  // §2.7, §9 [B]
        let world = try World()
        let error = try await #require(throws: InvalidOptionError.self) {
            try await world.client.authorize("alice.example.com", options: bad.options)
        }
        #expect(error.option == bad.name)
        #expect(error.description.hasPrefix("\(bad.name): "))
        #expect(world.transport.requests.isEmpty)
    }
}
