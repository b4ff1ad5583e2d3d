import BrokerAPI
import Dispatch
import FoundationEssentials
import Glibc
import Logging
import Synchronization

/// The audit trail. Taking note of a call costs its caller next to nothing: lines are made and written a moment later, on a queue of the
/// trail's own. Nothing waits for the disk: what there is no room for is counted, and the trail tells of it.
final class AuditTrail: Sendable {
    private struct Pending {
        var calls: [(time: Date, call: AuditedCall)] = []
        var bytes = 0
        var isScheduled = false
        var lost = 0
        var fault: String?
        var isClosed = false
    }

    /// As many calls wait to be written, and about as many bytes of them.
    private static let capacity = 16_384
    private static let byteCapacity = 16 << 20
    /// So many different calls of one user have lines of their own at one moment; the others share lines that say less. Or whoever has
    /// something to hide would push the trail out of its files.
    private static let linesPerUser = 64
    /// Beyond so many at once, equal calls share a line: under load lines would push each other out.
    private static let manyCalls = 64
    private static let delay = DispatchTimeInterval.milliseconds(50)
    /// How long lines may be in the hands of the kernel only.
    private static let durabilityDelay = DispatchTimeInterval.seconds(1)

    private let queue = DispatchQueue(label: "atoauthd.audit", qos: .utility)
    private let pending = Mutex(Pending())
    private let journal: QueueBound<AuditJournal>
    private let folder: AuditFolder
    private let metrics: Metrics
    private let logger: Logger
    private let now: @Sendable () -> Date

    /// Goes on with the trail in a directory, or begins one. Blocks.
    /// - Throws: ``StoreError``.
    init(
        _ configuration: AuditConfiguration, in directory: String, metrics: Metrics, logger: Logger,
        now: @escaping @Sendable () -> Date
    ) throws(StoreError) {
        folder = AuditFolder(path: directory)
        journal = QueueBound(try AuditJournal(folder, configuration))
        self.metrics = metrics
        self.logger = logger
        self.now = now
    }

    /// Why lines cannot be written at present; nil if they can.
    var fault: String? { pending.withLock { $0.fault } }

    /// Takes note of a call.
    func append(_ call: AuditedCall) {
        let time = now()
        let isFirst = pending.withLock { pending in
            guard !pending.isClosed, pending.calls.count < Self.capacity, pending.bytes < Self.byteCapacity else {
                pending.lost += 1
                metrics.count(.auditLost)
                return false
            }
            pending.calls.append((time, call))
            pending.bytes += call.size
            defer { pending.isScheduled = true }
            return !pending.isScheduled
        }
        if isFirst { queue.asyncAfter(deadline: .now() + Self.delay) { self.write() } }
    }

    /// Writes what there is, and gives whoever wants to read what was written.
    func reader() async -> AuditReader {
        await withCheckedContinuation { continuation in
            queue.async { [self] in
                write()
                continuation.resume(returning: AuditReader(folder: folder, head: journal.value.head))
            }
        }
    }

    /// Writes what there is, durably.
    func flush() async {
        await withCheckedContinuation { continuation in
            queue.async { [self] in
                write()
                synchronize()
                continuation.resume()
            }
        }
    }

    /// Writes what there is, durably, and nothing after it: the directory may be another daemon's from now on.
    func close() async {
        await flush()
        pending.withLock { $0.isClosed = true }
    }

    private func write() {
        let (calls, lost) = pending.withLock { pending -> ([(time: Date, call: AuditedCall)], Int) in
            guard !pending.isClosed else { return ([], 0) }
            defer { (pending.calls, pending.bytes, pending.lost, pending.isScheduled) = ([], 0, 0, false) }
            return (pending.calls, pending.lost)
        }
        guard !calls.isEmpty else { return }
        var entries = Self.merged(calls)
        if lost > 0 { entries.append(AuditEntry(lost: lost, at: now())) }
        do {
            try journal.value.append(entries)
            metrics.count(.auditLines, by: entries.count)
            report(nil)
            queue.asyncAfter(deadline: .now() + Self.durabilityDelay) { self.synchronize() }
        } catch {
            keep(calls, lost)
            report("\(error)")
        }
    }

    /// What could not be written is tried again, before what came meanwhile.
    private func keep(_ calls: [(time: Date, call: AuditedCall)], _ lost: Int) {
        metrics.count(.auditFailures)
        let surplus = pending.withLock { pending in
            let room = max(0, Self.capacity - pending.calls.count)
            let surplus = max(0, calls.count - room)
            pending.calls = calls.prefix(room) + pending.calls
            pending.bytes = pending.calls.reduce(0) { $0 + $1.call.size }
            pending.lost += lost + surplus
            pending.isScheduled = true
            return surplus
        }
        if surplus > 0 { metrics.count(.auditLost, by: surplus) }
        queue.asyncAfter(deadline: .now() + Self.durabilityDelay) { self.write() }
    }

    private func synchronize() {
        do throws(StoreError) { try journal.value.synchronize() } catch { report("\(error)") }
    }

    /// Logs a fault when it begins and when it is over.
    private func report(_ fault: String?) {
        let former = pending.withLock { pending in
            defer { pending.fault = fault }
            return pending.fault
        }
        guard (former == nil) != (fault == nil) else { return }
        if let fault {
            logger.error("the audit trail cannot be written; the daemon goes on", metadata: ["error": .string(fault)])
        } else {
            logger.notice("the audit trail can be written again")
        }
    }

    /// One entry for each call, or under load for each kind of call.
    private static func merged(_ calls: [(time: Date, call: AuditedCall)]) -> [AuditEntry] {
        guard calls.count > manyCalls else { return calls.map { AuditEntry($0.call, at: $0.time) } }
        var order: [(time: Date, call: AuditedCall)] = []
        var counts: [AuditedCall: Int] = [:]
        var lines: [UInt32: Int] = [:]
        for entry in calls {
            var call = entry.call
            if counts[call] == nil, lines[call.caller.uid, default: 0] >= linesPerUser { call = call.outline }
            if counts[call] == nil {
                order.append((entry.time, call))
                lines[call.caller.uid, default: 0] += 1
            }
            counts[call, default: 0] += 1
        }
        return order.map { AuditEntry($0.call, at: $0.time, count: counts[$0.call] ?? 1) }
    }
}
