import Synchronization

/// Finds out whether the store takes a durable change and its keys open it, and does not wait for a disk that hangs.
final class StoreCheck: Sendable {
    /// What is wrong; nil if nothing is.
    struct Faults: Sendable {
        var store: String?
        var keys: String?
    }

    private let store: SealedStore
    private let patience: Duration
    private let isBusy = Mutex(false)

    /// A check.
    /// - Parameter patience: how long the store may take.
    init(_ store: SealedStore, patience: Duration = .seconds(5)) {
        self.store = store
        self.patience = patience
    }

    /// What is wrong with the store, and with its keys.
    func faults() async -> Faults {
        let begun = isBusy.withLock { isBusy in
            defer { isBusy = true }
            return !isBusy
        }
        // One change that does not end is enough: others would only wait behind it.
        guard begun else { return Faults(store: tooSlow) }
        return await withCheckedContinuation { continuation in
            let answer = FirstAnswer(continuation)
            let timer = Task { [patience, tooSlow] in
                try await Task.sleep(for: patience)
                answer.give(Faults(store: tooSlow))
            }
            Task {
                let keys = await Self.fault { try await self.store.checkKeys() }
                let store = await Self.fault { try await self.store.checkWritable() }
                isBusy.withLock { $0 = false }
                timer.cancel()
                answer.give(Faults(store: store, keys: keys))
            }
        }
    }

    private var tooSlow: String { "\(store.path) has not taken a change within \(patience): its disk hangs, or another program holds it" }

    private static func fault(_ check: () async throws -> Void) async -> String? {
        do {
            try await check()
            return nil
        } catch {
            return "\(error)"
        }
    }
}
