import BrokerAPI
import FoundationEssentials

/// `admin.locks`.
struct AdminLocksHandler: MethodHandler {
    typealias Method = BrokerAPI.AdminLocks

    let ledger: ChangeLedger
    let now: @Sendable () -> Date

    func handle(_ params: EmptyObject, _ context: CallContext) async throws -> AdminLocks.Result {
        let now = now()
        return ledger.changes.map { change in
            AdminLocks.Entry(
                uid: change.uid, did: change.did, operation: change.kind.rawValue,
                heldMs: Int(max(0, now.timeIntervalSince(change.since)) * 1000), waiting: change.waiting)
        }
    }
}
