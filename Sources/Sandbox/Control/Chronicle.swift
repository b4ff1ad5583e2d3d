import Crypto
import FoundationEssentials
import Synchronization

/// What is remembered about the run: counters, the journal of token events, and every secret that was handed out.
final class Chronicle: Sendable {
    private struct State {
        var counters = SandboxCounters()
        var journal: [SandboxEvent] = []
        var secrets: [String] = []
        var sequence = 0
    }

    private let state = Mutex(State())
    private let limit: Int
    private let now: @Sendable () -> Date

    init(limit: Int, now: @escaping @Sendable () -> Date) {
        self.limit = limit
        self.now = now
    }

    var counters: SandboxCounters { state.withLock { $0.counters } }
    var journal: [SandboxEvent] { state.withLock { $0.journal } }
    var secrets: [String] { state.withLock { $0.secrets } }

    func count(request label: String) {
        state.withLock { $0.counters.requests[label, default: 0] += 1 }
    }

    func count(_ rejection: ProofRejection) {
        state.withLock { state in
            if rejection == .nonce { state.counters.nonceChallenges += 1 } else { state.counters.proofsRefused += 1 }
        }
    }

    func keep(secrets: [String?]) {
        state.withLock { state in
            state.secrets += secrets.compactMap(\.self)
            Self.trim(&state.secrets, to: limit)
        }
    }

    func record(_ kind: SandboxEvent.Kind, _ session: Session, used: String? = nil, issued: String? = nil, cause: String? = nil) {
        state.withLock { state in
            state.sequence += 1
            Self.count(kind, session, in: &state.counters)
            state.journal.append(
                SandboxEvent(
                    sequence: state.sequence, time: now(), kind: kind, session: session.id, account: session.account,
                    usedTokenHash: used.map(Self.hash), issuedTokenHash: issued.map(Self.hash), cause: cause))
            Self.trim(&state.journal, to: limit)
        }
    }

    private static func count(_ kind: SandboxEvent.Kind, _ session: Session, in counters: inout SandboxCounters) {
        switch kind {
        case .issued:
            counters.tokensIssued += 1
            counters.rotations[session.id] = 0
        case .rotated:
            counters.tokensIssued += 1
            counters.rotations[session.id, default: 0] += 1
            counters.rotationsByAccount[session.account, default: 0] += 1
        case .ended: counters.sessionsEnded += 1
        case .replayed, .refused, .dropped, .revoked: break
        }
    }

    func countReplay(ofCode isCode: Bool) {
        state.withLock { state in
            if isCode { state.counters.codeReplays += 1 } else { state.counters.refreshTokenReplays += 1 }
        }
    }

    /// Half of the excess room is cut at once, because dropping one element at a time would copy the array for each.
    private static func trim<Element>(_ elements: inout [Element], to limit: Int) {
        guard elements.count > limit + limit / 4 else { return }
        elements.removeFirst(elements.count - limit)
    }

    private static func hash(_ token: String) -> String {
        Hex.encode(SHA256.hash(data: Data(token.utf8)).prefix(8))
    }
}
