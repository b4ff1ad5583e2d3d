import JOSE
import ATProtoOAuth
import BrokerAPI
import FoundationEssentials
import Synchronization

/// Moves the store to new master keys, and clients to new keys of theirs, one rotation at a time.
final class KeyRotation: Sendable {
    let store: SealedStore
    /// Where the master key is; nil if it is not a file of the daemon's.
    let keyFile: String?
    private let isRotating = Mutex(false)

    private let accounts: Accounts
    private let clientKeys: ClientKeys

    init(_ store: SealedStore, keyFile: String?, _ accounts: Accounts, now: @escaping @Sendable () -> Date) {
        self.store = store
        self.accounts = accounts
        clientKeys = ClientKeys(store: store, now: now)
        self.keyFile = keyFile
    }

    /// Moves the store to a new master key.
    /// - Returns: how many secrets were sealed anew.
    /// - Throws: `RPCError` `locked` while another rotation is under way, or ``StoreError``.
    func rotate(_ keyFile: String) async throws -> Int {
        try await alone { [store] in try await store.rotateMasterKey(keyFile: keyFile) }
    }

    /// Makes a new key for a client whose keys the daemon makes. New sessions begin with it; those of the former keys go on with them.
    /// - Returns: the new key's id.
    /// - Throws: `RPCError` `locked` while another rotation is under way, or ``StoreError``.
    func rotate(_ registration: Registration) async throws -> String {
        try await alone { [accounts, clientKeys] in
            let inUse = try await accounts.clientKeysInUse(registration.name)
            let keyset = try await clientKeys.rotate(registration.name) { inUse.contains($0) }
            var renewed = registration
            renewed.keyset = keyset
            accounts.use(renewed)
            return keyset.keys.first?.key.keyID ?? ""
        }
    }

    private func alone<Result: Sendable>(_ rotation: @escaping @Sendable () async throws -> Result) async throws -> Result {
        guard
            isRotating.withLock({ isRotating in
                defer { isRotating = true }
                return !isRotating
            })
        else { throw RPCError(.locked, "another rotation is under way") }
        // Whoever asked may leave; a rotation that has begun is finished.
        return try await Task {
            defer { isRotating.withLock { $0 = false } }
            return try await rotation()
        }.value
    }
}
