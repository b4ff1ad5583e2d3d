import Crypto
import FoundationEssentials
import Synchronization

/// Codes and sessions under one lock: exchanging, rotating and noticing a replay are each a single step that nothing can interleave.
final class Grants: Sendable {
    struct State {
        var codes: [String: AuthorizationCode] = [:]
        var sessions: [String: Session] = [:]
        /// Every refresh token ever issued, spent ones included: only so can a replay be told from nonsense.
        var sessionByRefreshToken: [String: String] = [:]
        var sessionByAccessTokenID: [String: String] = [:]
    }

    /// Codes live as long as the request they came from.
    static let codeLifetime = 300.0

    let state = Mutex(State())
    let chronicle: Chronicle
    let knobs: KnobBoard
    let random: Randomness
    /// How many codes and how many refresh tokens are kept before old ones are forgotten.
    let limit: Int
    let now: @Sendable () -> Date

    init(chronicle: Chronicle, knobs: KnobBoard, random: Randomness, limit: Int, now: @escaping @Sendable () -> Date) {
        self.chronicle = chronicle
        self.knobs = knobs
        self.random = random
        self.limit = limit
        self.now = now
    }

    func issueCode(for request: AuthorizationRequest, account: String) -> String {
        let code = random.identifier("cod-", bytes: 32)
        let grant = AuthorizationCode(
            request: request, account: account, expiresAt: now().addingTimeInterval(Self.codeLifetime),
            session: random.identifier("ses-"))
        state.withLock { state in
            if state.codes.count >= limit { state.codes = state.codes.filter { $0.value.expiresAt > now() } }
            state.codes[code] = grant
        }
        chronicle.keep(secrets: [code])
        return code
    }

    /// The living session of an access token, for a resource server that asks. Nil if revoked, rotated away, expired or unknown.
    func session(accessTokenID: String) -> Session? {
        let session = state.withLock { state in
            state.sessionByAccessTokenID[accessTokenID].flatMap { state.sessions[$0] }
        }
        guard let session, session.ending == nil, session.accessTokenID == accessTokenID, session.accessExpiresAt > now() else {
            return nil
        }
        return session
    }

    func newTokens(_ session: inout Session, refreshes: Bool, in state: inout State) {
        state.sessionByAccessTokenID[session.accessTokenID] = nil
        let now = now()
        session.accessTokenID = random.identifier("tok-")
        session.accessExpiresAt = now.addingTimeInterval(knobs.current.accessTokenLifetime)
        session.refreshedAt = now
        session.refreshToken = refreshes ? random.identifier("ref-", bytes: 32) : nil
        state.sessionByAccessTokenID[session.accessTokenID] = session.id
        if state.sessionByRefreshToken.count >= limit { forgetTheDead(in: &state) }
        if let token = session.refreshToken { state.sessionByRefreshToken[token] = session.id }
        state.sessions[session.id] = session
    }

    private func forgetTheDead(in state: inout State) {
        state.sessions = state.sessions.filter { $0.value.ending == nil }
        let living = state.sessions
        state.sessionByRefreshToken = state.sessionByRefreshToken.filter { living[$0.value] != nil }
    }
}
