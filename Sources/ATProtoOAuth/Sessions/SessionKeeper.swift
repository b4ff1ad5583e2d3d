import ATProtoIdentity
import ATProtoSyntax
import FoundationEssentials

/// The only writer of sessions. However many callers need new tokens, one rotation serves them all, and no caller who leaves stops it.
///
/// Reading takes no lock: a caller whose need the stored session meets never waits. What changes a session (login, rotation,
/// sign-out) runs under the lock of its account.
final class SessionKeeper: Sendable {
    /// What a caller needs of a session's access token.
    enum Need: Sendable {
        /// Nothing: the stored one, whatever its age.
        case any
        /// That it lasts for the call.
        case fresh
        /// That it is not the one a server just rejected, or the caller wants replaced.
        case other(than: TokenID)
    }

    /// How often a caller who joined somebody else's rotation looks whether the outcome meets his own need.
    private static let attempts = 4

    private let store: any SessionStore
    private let lock: any RequestLock
    private let rotator: Rotator
    private let now: @Sendable () -> Date
    private let leeway: @Sendable () -> TimeInterval
    private let flights = SingleFlight<DID, Outcome>()

    /// What a rotation came to.
    private struct Outcome {
        let session: Session
        /// The access token it was to replace.
        let spent: TokenID
    }

    init(
        store: any SessionStore, lock: any RequestLock, rotator: Rotator, now: @escaping @Sendable () -> Date,
        leeway: @escaping @Sendable () -> TimeInterval
    ) {
        self.store = store
        self.lock = lock
        self.rotator = rotator
        self.now = now
        self.leeway = leeway
    }

    /// The session of `sub`, its tokens rotated first if that is what `need` takes.
    /// - Throws: ``TokenRefreshError``; `CancellationError` as soon as the caller is cancelled, while the rotation goes on.
    func session(of sub: DID, _ need: Need) async throws -> Session {
        for _ in 0..<Self.attempts {
            let session = try await stored(sub)
            if meets(session, need) { return session }
            guard session.tokenSet.refreshToken != nil else {
                if stillServes(session, need) { return session }
                throw TokenRefreshError(sub, .noRefreshToken)
            }
            do {
                // The outcome of a rotation that others began may still be the token that this caller saw rejected.
                let outcome = try await flights.value(for: sub) { try await self.rotate(sub, from: session.tokenSet.id) }
                let renewed = outcome.session
                // New tokens that live shorter than the leeway are as fresh as they come.
                if meets(renewed, need) || stillServes(renewed, need) { return renewed }
                // A server that issues the same access token again has no other.
                if outcome.spent == session.tokenSet.id, renewed.tokenSet.id == outcome.spent { return renewed }
            } catch  where Self.isPassing(error) && stillServes(session, need) {
                return session
            }
        }
        throw TokenRefreshError(sub, .unavailable)
    }

    /// Runs a change of the account's session that is no rotation, alone.
    func exclusively<Result: Sendable>(_ sub: DID, _ change: @Sendable () async throws -> Result) async throws -> Result {
        try await lock.withLock("atproto-oauth-session \(sub)", change)
    }

    /// The stored session.
    /// - Throws: ``TokenRefreshError`` if there is none, or it is another account's.
    func stored(_ sub: DID) async throws -> Session {
        guard let session = try await store.session(of: sub) else { throw TokenRefreshError(sub, .noSession) }
        guard session.sub == sub else { throw TokenRefreshError(sub, .wrongSubject) }
        return session
    }

    private func rotate(_ sub: DID, from spent: TokenID) async throws -> Outcome {
        let session = try await exclusively(sub) {
            let current = try await self.stored(sub)
            // Somebody rotated between the caller's look and the lock.
            guard current.tokenSet.id == spent else { return current }
            return try await self.rotator.rotate(current)
        }
        return Outcome(session: session, spent: spent)
    }

    /// Whether the session's access token lasts for a call.
    ///
    /// Tokens that may have been rotated away are not refreshed ahead of time: they serve as long as they work.
    func lasts(_ session: Session) -> Bool { lasts(session, for: session.rotation.isAmbiguous ? 0 : leeway()) }

    private func meets(_ session: Session, _ need: Need) -> Bool {
        switch need {
        case .any: true
        case .fresh: lasts(session)
        case .other(let rejected): session.tokenSet.id != rejected && lasts(session, for: 0)
        }
    }

    /// Whether a failure to get new tokens leaves the session as it was.
    static func isPassing(_ error: any Error) -> Bool {
        switch error {
        case is CancellationError: false
        case let error as TokenRefreshError: !error.endsSession && error.reason != .noSession
        default: true
        }
    }

    /// Whether the session serves although it could not be refreshed ahead of time.
    private func stillServes(_ session: Session, _ need: Need) -> Bool {
        if case .fresh = need { lasts(session, for: 0) } else { false }
    }

    private func lasts(_ session: Session, for leeway: TimeInterval) -> Bool {
        session.tokenSet.expiresAt.map { $0 > now() + leeway } ?? true
    }
}
