import ATProtoOAuth
import Synchronization

/// A state store that writes down what it does and fails when told to.
final class ScriptedStateStore: StateStore {
    struct Failure: Error {}

    private let states = Mutex<[String: AuthorizationState]>([:])
    private let isBroken = Mutex(false)
    private let journal: Journal

    init(journal: Journal) { self.journal = journal }

    func set(_ key: String, _ state: AuthorizationState) async throws {
        guard !isBroken.withLock({ $0 }) else { throw Failure() }
        states.withLock { $0[key] = state }
        journal.add("state kept")
    }

    func take(_ key: String) async throws -> AuthorizationState? {
        guard !isBroken.withLock({ $0 }) else { throw Failure() }
        journal.add("state taken")
        return states.withLock { $0.removeValue(forKey: key) }
    }

    func breakDown() { isBroken.withLock { $0 = true } }

    func peek(_ key: String) -> AuthorizationState? { states.withLock { $0[key] } }
}
