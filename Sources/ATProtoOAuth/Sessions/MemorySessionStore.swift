public import ATProtoSyntax
import Synchronization

/// Sessions in memory, for tests and for programs that sign in afresh each time.
public final class MemorySessionStore: SessionStore {
    private let sessions = Mutex<[DID: Session]>([:])

    /// An empty store.
    public init() {}

    /// The session of `sub`.
    public func session(of sub: DID) -> Session? { sessions.withLock { $0[sub] } }

    /// Keeps `session`.
    public func set(_ session: Session) { sessions.withLock { $0[session.sub] = session } }

    /// Forgets the session of `sub`.
    public func delete(_ sub: DID, cause: any Error) { sessions.withLock { $0[sub] = nil } }
}
