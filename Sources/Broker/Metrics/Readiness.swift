import FoundationEssentials
import Glibc

/// Finds out whether the daemon can do its work, by doing a little of it.
struct Readiness: Sendable {
    /// No clock that is right is before this daemon was written.
    private static let earliest = Date(timeIntervalSince1970: 1_735_689_600)
    /// A clock that is set back by more than this since a session was kept was wrong then or is wrong now.
    private static let tolerance: TimeInterval = 3600

    /// A round of upkeep that is this late does not come any more.
    private static let missedRounds = 4.0

    let store: StoreCheck
    let vault: SessionVault
    let trail: AuditTrail?
    let socket: SocketPath
    let upkeep: Pulse
    let now: @Sendable () -> Date

    func checks() async -> [ReadinessCheck] {
        async let store = store.faults()
        async let socket = socketFault()
        return [
            ReadinessCheck(subject: .store, fault: await store.store), ReadinessCheck(subject: .keys, fault: await store.keys),
            ReadinessCheck(subject: .socket, fault: await socket), ReadinessCheck(subject: .upkeep, fault: upkeepFault()),
            ReadinessCheck(subject: .clock, fault: clockFault()), ReadinessCheck(subject: .audit, fault: trail?.fault),
        ]
    }

    func upkeepFault() -> String? {
        guard let age = upkeep.age() else { return "nobody looks after sessions yet" }
        guard age > .seconds(Upkeep.interval * Self.missedRounds) else { return nil }
        return "nobody has looked after sessions for \(Int(age / .seconds(1))) seconds: restart the daemon"
    }

    private func socketFault() async -> String? {
        let path = socket.value
        guard !path.isEmpty else { return "nothing listens yet" }
        if await SocketProbe(path).isAnswered(within: .seconds(2)) { return nil }
        // Closed to the daemon's own user, as SocketMode=0660 does: no fault, and nothing that could be asked this way.
        if access(path, W_OK) != 0, errno == EACCES { return nil }
        return "\(path) does not answer"
    }

    private func clockFault() -> String? {
        let moment = now()
        if moment < Self.earliest { return "the clock says \(moment), which is long past" }
        guard let newest = vault.records.map(\.updatedAt).max(), newest > moment + Self.tolerance else { return nil }
        return "the clock says \(moment), before sessions that are kept already"
    }
}
