import FoundationEssentials

/// Finds out whether the daemon can do its work, by doing a little of it.
struct Readiness: Sendable {
    /// No clock that is right is before this daemon was written.
    private static let earliest = Date(timeIntervalSince1970: 1_735_689_600)
    /// A clock that is set back by more than this since a session was kept was wrong then or is wrong now.
    private static let tolerance: TimeInterval = 3600

    let store: SealedStore
    let vault: SessionVault
    let trail: AuditTrail?
    let socket: SocketPath
    let now: @Sendable () -> Date

    func checks() async -> [ReadinessCheck] {
        async let store = storeFault()
        async let socket = socketFault()
        return [
            ReadinessCheck(subject: .store, fault: await store), ReadinessCheck(subject: .socket, fault: await socket),
            ReadinessCheck(subject: .clock, fault: clockFault()), ReadinessCheck(subject: .audit, fault: trail?.fault),
        ]
    }

    private func storeFault() async -> String? {
        do {
            try await store.checkWritable()
            return nil
        } catch {
            return "\(error)"
        }
    }

    private func socketFault() async -> String? {
        let path = socket.value
        guard !path.isEmpty else { return "nothing listens yet" }
        return await SocketProbe(path).isAnswered(within: .seconds(2)) ? nil : "\(path) does not answer"
    }

    private func clockFault() -> String? {
        let moment = now()
        if moment < Self.earliest { return "the clock says \(moment), which is long past" }
        guard let newest = vault.records.map(\.updatedAt).max(), newest > moment + Self.tolerance else { return nil }
        return "the clock says \(moment), before sessions that are kept already"
    }
}
