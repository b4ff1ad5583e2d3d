import ArgumentParser
import BrokerAPI
import BrokerClient

struct Logout: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "End a session, at its server as well as here.")

    @Argument(help: "A DID or a handle.")
    var account: String

    @Option(help: "Only the session of this OAuth client.")
    var registration: String?

    @Option(help: "Of this user, by number (administrators only).")
    var uid: UInt32?

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        if let uid { return try await revoke(uid) }
        let outcome = try await global.client.signOut(account: account, registration: registration)
        if global.json { return try Console.say(json: outcome) }
        guard outcome.revoked == false else { return Console.say("signed out \(account)") }
        let end = outcome.accessTokenEndsAt.map { " until \($0)" } ?? ""
        Console.say("signed out \(account) here; its server could not be told, and takes the access token\(end): \(outcome.reason ?? "")")
    }

    private func revoke(_ uid: UInt32) async throws {
        let outcome = try await global.client.adminRevoke(uid: uid, account: account, registration: registration)
        if global.json { return try Console.say(json: outcome) }
        Console.say("revoked \(account) of uid \(uid), sessions: \(outcome.revoked)")
    }
}
