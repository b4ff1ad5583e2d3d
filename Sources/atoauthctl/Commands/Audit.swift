import ArgumentParser
import BrokerAPI
import BrokerClient

struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read and verify the audit trail (administrators only).",
        discussion: "With --verify the whole hash chain is checked, and a broken one is exit code 1.")

    @Option(help: "Only lines after this number.")
    var after: Int64?

    @Option(help: "Only this user's, by number.")
    var uid: UInt32?

    @Option(help: "Only this account's.")
    var account: String?

    @Option(help: "At most so many lines.")
    var limit: Int?

    @Flag(help: "Verify the whole chain.")
    var verify = false

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let params = AdminAudit.Params(after: after, uid: uid, account: account, limit: limit, verify: verify)
        let trail = try await global.client.adminAudit(params)
        if global.json {
            try Console.say(json: trail)
        } else {
            Table.say(["LINE", "TIME", "UID", "CALLER", "METHOD", "ACCOUNT", "WHERE", "DECISION"], trail.entries.map(row))
        }
        if trail.verified == false {
            throw Failure(
                "the audit trail does not hold from line \(trail.brokenAt ?? 0) on", remedy: "lines were changed or removed", .refused)
        }
    }

    private func row(_ entry: AuditEntry) -> [String] {
        let caller = entry.peer.app ?? entry.peer.unit ?? "pid \(entry.peer.pid)"
        let place = [entry.origin, entry.nsid].compactMap { $0 }.joined(separator: " ")
        let decision = [entry.decision, entry.reason].compactMap { $0 }.joined(separator: ": ")
        return [
            "\(entry.sequence)", entry.time.description, "\(entry.peer.uid)", caller, entry.method, entry.account ?? "-",
            place.isEmpty ? "-" : place, decision,
        ]
    }
}
