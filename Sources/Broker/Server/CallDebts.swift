import Synchronization

/// What a call holds until its answer has gone to the client, such as the memory of a body.
final class CallDebts: Sendable {
    private let debts = Mutex<[@Sendable () -> Void]>([])

    deinit { settle() }

    var isEmpty: Bool { debts.withLock { $0.isEmpty } }

    /// Has `settle` called when the answer is gone, or nobody wants it any more.
    func add(_ settle: @escaping @Sendable () -> Void) { debts.withLock { $0.append(settle) } }

    /// Gives back what is held. Once is enough.
    func settle() {
        let debts = debts.withLock { debts in
            defer { debts = [] }
            return debts
        }
        for settle in debts { settle() }
    }
}
