import ArgumentParser
import BrokerAPI
import BrokerClient

struct Client: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the documents of an OAuth client, to host on the web.", subcommands: [Metadata.self, JWKS.self, Relay.self])

    struct Metadata: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print client metadata: a registration's own, or somebody's, loaded from its client_id and validated.")

        @Option(help: "The OAuth client.")
        var registration: String?

        @Option(help: "A client_id to load the document from.")
        var clientID: String?

        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let client = global.client
            if let clientID { return Console.say(try await client.fetchClientMetadata(clientId: clientID)) }
            Console.say(try await client.clientMetadata(registration: registration))
        }
    }

    struct Relay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the page to host at a registration's https redirect, which sends the browser on to this machine.")

        @Option(help: "The OAuth client.")
        var registration: String?

        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let page = try await global.client.relayPage(registration: registration)
            if global.json { return try Console.say(json: page) }
            // Byte for byte: the page names the hash of its script.
            Console.pass(Array(page.html.utf8), asLine: false)
        }
    }

    struct JWKS: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "jwks", abstract: "Print a registration's public keys.")

        @Option(help: "The OAuth client.")
        var registration: String?

        @OptionGroup var global: GlobalOptions

        func run() async throws { Console.say(try await global.client.clientJWKS(registration: registration)) }
    }
}
