import ArgumentParser
import BrokerAPI
import BrokerClient

struct Keys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Manage the daemon's keys (administrators only).", subcommands: [Rotate.self])

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a new key, without ending a session.")

        @Argument(help: "store (the key that seals sessions) or client (the key a confidential client signs in with).")
        var kind: AdminRotateKeys.Kind = .store

        @Option(help: "The OAuth client whose key it is.")
        var registration: String?

        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let outcome = try await global.client.adminRotateKeys(kind: kind, registration: registration)
            if global.json { return try Console.say(json: outcome) }
            if outcome.kind == .client {
                return Console.say("new sessions begin with key \(outcome.keyId): publish it now, with: atoauthctl client jwks")
            }
            Console.say("the \(outcome.kind.rawValue) has key \(outcome.keyId) now; secrets sealed anew: \(outcome.resealed)")
        }
    }
}
