import BrokerAPI
import Synchronization

/// Moves the store to new master keys, one rotation at a time.
final class KeyRotation: Sendable {
    let store: SealedStore
    /// Where the master key is; nil if it is not a file of the daemon's.
    let keyFile: String?
    private let isRotating = Mutex(false)

    init(_ store: SealedStore, keyFile: String?) {
        self.store = store
        self.keyFile = keyFile
    }

    /// - Returns: how many secrets were sealed anew.
    /// - Throws: `RPCError` `locked` while another rotation is under way, or ``StoreError``.
    func rotate(_ keyFile: String) async throws -> Int {
        guard
            isRotating.withLock({ isRotating in
                defer { isRotating = true }
                return !isRotating
            })
        else { throw RPCError(.locked, "another rotation is under way") }
        // Whoever asked may leave; a rotation that has begun is finished.
        return try await Task {
            defer { isRotating.withLock { $0 = false } }
            return try await store.rotateMasterKey(keyFile: keyFile)
        }.value
    }
}
