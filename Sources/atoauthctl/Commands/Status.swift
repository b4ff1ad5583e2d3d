import ArgumentParser
import BrokerAPI
import BrokerClient

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Say which daemon answers, how it sees you, and how your sessions are.")

    @Flag(help: "Check instead whether the daemon can do its work (administrators only); if it cannot, the exit code is 1.")
    var health = false

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let client = global.client
        if health { return try report(await client.adminHealth()) }
        let info = try await client.info()
        if global.json { return try Console.say(json: info) }
        let sessions = try await client.sessions()
        Table.say(
            ["daemon", "\(info.name) \(info.version)"],
            [
                ["socket", client.socketPath], ["gateway", info.gateway ?? "none"], ["api", info.apiVersion], ["mode", info.mode.rawValue],
                ["you", describe(info.peer)], ["registrations", info.registrations.map(\.name).joined(separator: ", ")],
                ["sessions", describe(sessions)],
            ])
    }

    private func report(_ health: AdminHealth.Result) throws {
        if global.json {
            try Console.say(json: health)
        } else {
            Table.say(["CHECK", "STATE"], health.checks.map { [$0.name, $0.fault ?? "well"] })
        }
        guard health.ready else {
            let faulty = health.checks.filter { $0.fault != nil }.map(\.name)
            throw Failure("the daemon cannot do its work: \(faulty.joined(separator: ", "))", remedy: "see what each check says", .refused)
        }
    }

    private func describe(_ peer: Peer) -> String {
        ["uid \(peer.uid)", peer.unit.map { "unit \($0)" }, peer.app.map { "app \($0)" }].compactMap { $0 }.joined(separator: ", ")
    }

    private func describe(_ sessions: [SessionSummary]) -> String {
        let counts = SessionState.allCases.compactMap { state -> String? in
            let count = sessions.count { $0.state == state }
            return count == 0 ? nil : "\(count) \(state.rawValue)"
        }
        return counts.isEmpty ? "none" : counts.joined(separator: ", ")
    }
}
