import ATProtoOAuth
import ATProtoSyntax
import JOSE
import Synchronization

/// A session store that writes down what it does, fails when told to, and can be made to wait.
final class ScriptedSessionStore: SessionStore {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private struct State {
        var sessions: [DID: Session] = [:]
        var failures: [String: [(any Error)?]] = [:]
        var held: [String: Gate] = [:]
        var arrived: [String: Gate] = [:]
        var deletions: [any Error] = []
    }

    private let state = Mutex(State())
    private let journal: Journal

    init(journal: Journal) { self.journal = journal }

    func session(of sub: DID) async throws -> Session? {
        try await perform("read")
        return state.withLock { $0.sessions[sub] }
    }

    func set(_ session: Session) async throws {
        let kind =
            switch session.rotation {
            case .settled: "store settled"
            case .begun: "store begun"
            case .retried: "store retried"
            }
        try await perform(kind)
        state.withLock { $0.sessions[session.sub] = session }
        journal.add("\(kind) \(session.tokenSet.accessToken.reveal())")
    }

    func delete(_ sub: DID, cause: any Error) async throws {
        try await perform("delete")
        state.withLock { state in
            state.sessions[sub] = nil
            state.deletions.append(cause)
        }
        journal.add("delete")
    }

    private func perform(_ kind: String) async throws {
        let (gate, arrived, failure) = state.withLock { state in
            let failure = state.failures[kind]?.isEmpty == false ? state.failures[kind]?.removeFirst() : nil
            return (state.held[kind], state.arrived[kind], failure ?? nil)
        }
        arrived?.open()
        await gate?.wait()
        if let failure {
            journal.add("failed to \(kind)")
            throw failure
        }
    }

    /// Lets operations of a kind ("read", "store settled", "store begun", "delete") fail; nil lets one through.
    func fail(_ kind: String, _ failures: (any Error)?...) { state.withLock { $0.failures[kind, default: []] += failures } }

    /// Holds operations of a kind back. `arrived` opens when the first has come.
    func hold(_ kind: String) -> (arrived: Gate, release: Gate) {
        let gates = (arrived: Gate(), release: Gate())
        state.withLock { state in
            state.arrived[kind] = gates.arrived
            state.held[kind] = gates.release
        }
        return gates
    }

    func peek(_ sub: DID = .alice) -> Session? { state.withLock { $0.sessions[sub] } }

    /// Puts a session in place without a trace.
    func plant(_ session: Session, as sub: DID? = nil) { state.withLock { $0.sessions[sub ?? session.sub] = session } }

    func remove(_ sub: DID = .alice) { state.withLock { $0.sessions[sub] = nil } }

    /// The causes of deletions so far.
    var deletions: [any Error] { state.withLock { $0.deletions } }
}
