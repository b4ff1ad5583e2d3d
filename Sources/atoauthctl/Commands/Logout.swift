import ArgumentParser
import BrokerAPI
import BrokerClient

struct Logout: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "End a session, at its server as well as here.")

    @Argument(help: "A DID or a handle.")
    var account: String

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await global.client.signOut(account: account)
        if global.json { Console.say([:]) } else { Console.say("signed out \(account)") }
    }
}
