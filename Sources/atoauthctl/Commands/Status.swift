import ArgumentParser
import BrokerAPI
import BrokerClient

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Say which daemon answers, how it sees you, and how your sessions are.")

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let client = global.client
        let info = try await client.info()
        if global.json { return try Console.say(json: info) }
        let sessions = try await client.sessions()
        Table.say(
            ["daemon", "\(info.name) \(info.version)"],
            [
                ["socket", client.socketPath], ["api", info.apiVersion], ["mode", info.mode.rawValue],
                ["you", describe(info.peer)], ["registrations", info.registrations.map(\.name).joined(separator: ", ")],
                ["sessions", describe(sessions)],
            ])
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
