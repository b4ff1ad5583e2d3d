import ATProtoIdentity
import ATProtoSyntax
import FoundationEssentials
import Synchronization

/// Servers that refreshes leave alone for a while: because they asked for it (RFC 9110 section 10.2.3), or because they failed several
/// times in a row.
///
/// Callers come as often as they like. A server in trouble is not helped by as many requests, and would give the same answer. That a
/// server fails for one account says nothing of the others: it is left alone by all when a second one has failed there.
final class RestingServers: Sendable {
    private struct Rest {
        var failures = 0
        var begin = Date.distantPast
        var length: TimeInterval = 0
        /// Whose refreshes failed: one account, or nil for several.
        var account: DID?
    }

    /// So many failures in a row happen to every server.
    private static let tolerated = 2
    /// The longest rest that nobody asked for: whoever waits for the server's return sees it soon.
    private static let longest: TimeInterval = 30
    /// The longest rest that a server may ask for: a wrong answer must not end refreshes for a day.
    private static let longestAsked: TimeInterval = 3600

    private let rests = Mutex<[String: Rest]>([:])

    /// - Throws: ``ServerRestingError`` if one of the servers that a refresh of `session` needs is at rest.
    func check(_ session: Session, at now: Date) throws(ServerRestingError) {
        for place in [Self.authority(session), Self.data(session), Self.quota(session)] {
            let rest = rests.withLock { $0[place] }
            // A rest that begins in the future is one from before the clock was set back.
            guard let rest, (0..<rest.length).contains(now.timeIntervalSince(rest.begin)), rest.account ?? session.sub == session.sub
            else { continue }
            throw ServerRestingError(origin: String(place.prefix { $0 != " " }), until: rest.begin + rest.length)
        }
    }

    /// Takes note of what a refresh of `session` failed with.
    func note(_ error: any Error, _ session: Session, at now: Date) {
        switch error {
        // Who asks too often is meant personally.
        case let error as OAuthResponseError where error.status == 429:
            rest(Self.quota(session), session, now, asked: error.retryAfter(at: now))
        case let error as OAuthResponseError where error.status >= 500:
            rest(Self.authority(session), session, now, asked: error.retryAfter(at: now))
        case is OAuthResponseError: noteAnswer(session)
        case is TransportError, is MalformedResponseError: rest(Self.authority(session), session, now, asked: nil)
        // Where an account's own directory entry cannot be had, no server of others is to blame.
        case let error as OAuthResolverError where error.step == .authorizationServer:
            rest(Self.authority(session), session, now, asked: nil)
        case let error as OAuthResolverError where error.step == .protectedResource: rest(Self.data(session), session, now, asked: nil)
        default: break
        }
    }

    /// Takes note that the servers of `session` work.
    func noteAnswer(_ session: Session) {
        rests.withLock { rests in
            for place in [Self.authority(session), Self.data(session), Self.quota(session)] { rests[place] = nil }
        }
    }

    private func rest(_ place: String, _ session: Session, _ now: Date, asked: TimeInterval?) {
        rests.withLock { rests in
            var rest = rests[place] ?? Rest(account: session.sub)
            rest.failures += 1
            if rest.account != session.sub { rest.account = nil }
            let beyond = rest.failures - Self.tolerated
            // One second, then twice as long each time.
            let unasked = beyond > 0 ? min(TimeInterval(1 << min(beyond - 1, 16)), Self.longest) : 0
            (rest.begin, rest.length) = (now, max(min(asked ?? 0, Self.longestAsked), unasked))
            rests[place] = rest
        }
    }

    private static func authority(_ session: Session) -> String { session.tokenSet.issuer.url.origin }
    private static func data(_ session: Session) -> String { session.tokenSet.audience.origin }
    private static func quota(_ session: Session) -> String { "\(authority(session)) \(session.sub)" }
}
