import ArgumentParser
import BrokerAPI
import Sandbox

struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Run a practice AT Protocol world on loopback, to try atoauthd without a real account.",
        discussion: "It has a PLC directory, a handle resolver, an authorization server and a resource server, and ends with Ctrl-C.")

    @Argument(help: "Accounts as HANDLE or HANDLE:PASSWORD; alice.test, bob.test and carol.test if there are none.")
    var accounts: [String] = []

    @Option(help: "The port; 0 lets the system choose.")
    var port = 2583

    @Option(help: "How long an access token works, in seconds.")
    var accessTokenLifetime = 3600.0

    @Flag(help: "Give the resource server an origin of its own.")
    var separateResourceServer = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let server = SandboxServer(settings)
        do {
            try await server.start()
        } catch {
            throw Failure("the sandbox cannot start: \(error)", remedy: "choose another --port, or 0", .refused)
        }
        show(server)
        await Interrupts.wait()
        await server.stop()
    }

    private var settings: SandboxConfiguration {
        var settings = SandboxConfiguration()
        settings.port = port
        settings.knobs.accessTokenLifetime = accessTokenLifetime
        settings.separateResourceServer = separateResourceServer
        if !accounts.isEmpty { settings.accounts = accounts.map(account) }
        return settings
    }

    private func account(_ text: String) -> SandboxAccount {
        guard let colon = text.firstIndex(of: ":") else { return SandboxAccount(handle: text) }
        return SandboxAccount(handle: String(text[..<colon]), password: String(text[text.index(after: colon)...]))
    }

    private func show(_ server: SandboxServer) {
        let accounts = settings.accounts.map { ($0.handle, server.did(of: $0.handle) ?? "", $0.password) }
        if json {
            let list = accounts.map { ["handle": .string($0), "did": .string($1), "password": .string($2)] as JSONValue }
            return Console.say([
                "origin": .string(server.origin), "resourceOrigin": .string(server.resourceOrigin), "accounts": .array(list),
            ])
        }
        Console.say("The sandbox listens at \(server.origin) until Ctrl-C.")
        Console.say("")
        Table.say(["ACCOUNT", "DID", "PASSWORD"], accounts.map { [$0, $1, $2] })
        Console.say("")
        Console.say("With a daemon whose PLC directory and handle resolver are \(server.origin), sign in with:")
        Console.say("    atoauthctl login \(accounts.first?.0 ?? "HANDLE")")
        Console.say("What goes wrong on purpose is set at \(server.origin)/_sandbox/")
    }
}
