import ArgumentParser
import BrokerAPI
import BrokerClient

struct Accounts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the accounts that are signed in, and those that were.")

    @Flag(help: "Those of every user (administrators only).")
    var all = false

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        if all { return try await listAll() }
        let sessions = try await global.client.sessions()
        if global.json { return try Console.say(json: sessions) }
        guard !sessions.isEmpty else { return Console.remark("No account is signed in; run: atoauthctl login HANDLE") }
        Table.say(Self.columns, sessions.map(row))
        for session in sessions {
            guard let cause = session.cause else { continue }
            Console.remark("\(session.handle): \(cause.message) — run: atoauthctl login \(session.did)")
        }
    }

    private static let columns = ["HANDLE", "DID", "STATE", "REGISTRATION", "SERVER", "ENDS"]

    private func listAll() async throws {
        let entries = try await global.client.adminSessions()
        if global.json { return try Console.say(json: entries) }
        Table.say(["UID"] + Self.columns, entries.map { ["\($0.uid)"] + row($0.session) })
    }

    private func row(_ session: SessionSummary) -> [String] {
        [session.handle, session.did, session.state.rawValue, session.registration, session.pds, session.endsAt?.description ?? "-"]
    }
}
