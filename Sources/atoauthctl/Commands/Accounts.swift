import ArgumentParser
import BrokerAPI
import BrokerClient

struct Accounts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the accounts that are signed in, and those that were.")

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let sessions = try await global.client.sessions()
        if global.json { return try Console.say(json: sessions) }
        guard !sessions.isEmpty else { return Console.remark("No account is signed in; run: atoauthctl login HANDLE") }
        Table.say(["HANDLE", "DID", "STATE", "REGISTRATION", "SERVER", "ENDS"], sessions.map(row))
        for session in sessions {
            guard let cause = session.cause else { continue }
            Console.remark("\(session.handle): \(cause.message) — run: atoauthctl login \(session.did)")
        }
    }

    private func row(_ session: SessionSummary) -> [String] {
        [session.handle, session.did, session.state.rawValue, session.registration, session.pds, session.endsAt?.description ?? "-"]
    }
}
