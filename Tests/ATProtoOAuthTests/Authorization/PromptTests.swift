import ATProtoOAuth
import Testing

/// §2.7, §11: prompts, and what becomes of those that a server does not offer.
@Suite struct PromptTests {
    private func ask(_ prompt: Prompt, offered: JSON?) async throws -> (asked: Prompt?, sent: String?) {
        let world = try World()
        world.change { $0.serverMetadata["prompt_values_supported"] = offered }
        let request = try await world.client.authorize("https://pds.example.com", options: AuthorizeOptions(prompt: prompt))
        return (request.prompt, world.transport.requests(to: .pushed).last?.form["prompt"])
    }

    @Test(arguments: Prompt.allCases, [["none", "login", "consent", "select_account", "create"], nil] as [JSON?])
    func `what is offered is asked for, and everything where there is no list`(prompt: Prompt, offered: JSON?) async throws {
        let (asked, sent) = try await ask(prompt, offered: offered)
        #expect(asked == prompt)
        #expect(sent == prompt.rawValue)
    }

    @Test func `a server without sign-up shows its usual page`() async throws {
        let (asked, sent) = try await ask(.create, offered: ["none", "login"])
        #expect(asked == nil)
        #expect(sent == nil)
    }

    @Test func `a server that cannot let the user choose lets the user sign in`() async throws {
        let (asked, sent) = try await ask(.selectAccount, offered: ["none", "login"])
        #expect(asked == .login)
        #expect(sent == "login")
    }

    @Test(
        arguments: [(Prompt.none, ["login"]), (.login, ["none"]), (.consent, ["login"]), (.selectAccount, [JSON]())] as [(Prompt, [JSON])])
    func `what an application relies on is refused, and nothing is sent`(prompt: Prompt, offered: [JSON]) async throws {
        let world = try World()
        world.change { $0.serverMetadata["prompt_values_supported"] = .list(offered) }
        let error = try await #require(throws: InvalidOptionError.self) {
            try await world.client.authorize("alice.example.com", options: AuthorizeOptions(prompt: prompt))
        }
        #expect(error.option == "prompt")
        #expect(error.rule.contains(prompt.rawValue))
        #expect(world.transport.requests(to: .pushed).isEmpty)
    }
}
