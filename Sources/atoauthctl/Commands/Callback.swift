import ArgumentParser
import BrokerAPI
import BrokerClient

struct Callback: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Finish a sign-in with the URL that the browser was sent to.",
        discussion: "A desktop entry for a custom scheme runs this command, without a shell.")

    @Argument(help: "The whole URL.")
    var url: String

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let account = try await global.client.callback(url: url)
        if global.json { try Console.say(json: account) } else { Console.say("signed in as \(account.account)") }
    }
}
