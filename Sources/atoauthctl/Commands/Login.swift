import ArgumentParser
import BrokerAPI
import BrokerClient

struct Login: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sign in to an account in the browser.",
        discussion: """
            The page's URL is always printed, so that it can be opened on another machine; what the browser's address bar shows \
            in the end can then be pasted here. With --json, the first line describes the flow and the second the account.
            """)

    @Argument(help: "A handle, a DID or a server's URL.")
    var identifier: String

    @Option(help: "The OAuth client to sign in with.")
    var registration: String?

    @Option(help: "The scope to ask for.")
    var scope: String?

    @Option(help: "What the server shall ask: none, login, consent, select_account, create.")
    var prompt: Prompt?

    @Flag(help: "Do not open a browser.")
    var noBrowser = false

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let client = global.client
        let params = Authorize.Params(identifier: identifier, registration: registration, scope: scope, prompt: prompt)
        let flow = try await client.authorize(params)
        try show(flow)
        let account = try await LoginFlow(client: client, flow: flow.flow).finish()
        if global.json { return try Console.say(json: account) }
        let handle = try await client.sessions().first { $0.did == account.account }?.handle
        Console.say("signed in as \(handle ?? account.account) (\(account.account))")
    }

    private func show(_ flow: Authorize.Result) throws {
        if global.json {
            try Console.say(json: flow)
        } else {
            for line in ["To sign in, open this page:", "", "    \(flow.authorizationUrl)", ""] { Console.say(line) }
        }
        let isOpen = !noBrowser && Browser()?.open(flow.authorizationUrl) == true
        if isOpen { Console.remark("A browser opens it now.") }
        if Console.isInputTerminal { Console.remark("If the browser is elsewhere, paste the address it shows in the end and press Enter.") }
    }
}
