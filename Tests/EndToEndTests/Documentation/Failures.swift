import ATProtoOAuth
import ATProtoSyntax

// The code of the article Errors.md, which the compiler thus sees.

/// What an application makes of a failure.
enum Failures: Equatable {
    case signInAgain, tryAgain, tellTheDeveloper

    static func restoring(_ did: DID, with client: OAuthClient) async throws -> Failures? {
        // snippet: restore
        do {
            _ = try await client.restore(did)
        } catch let error as TokenRefreshError where error.endsSession || error.reason == .noSession {
            return .signInAgain
        } catch let error as TokenRefreshError {
            // The session is still there: .unavailable now, or .ambiguous until the next call settles it.
            return error.cause is AuthMethodUnsatisfiableError ? .tellTheDeveloper : .tryAgain
        }
        // snippet end
        return nil
    }

    static func watching(_ client: OAuthClient, _ forget: (DID, String) async -> Void) async {
        // snippet: events
        for await event in client.sessionEvents() {
            switch event {
            case .updated(let session): print("\(session.sub) has new tokens")
            case .narrowed(let session, let lost): print("\(session.sub) may no longer \(lost.joined(separator: ", "))")
            case .ambiguous(let sub): print("\(sub): the answer to a refresh was lost")
            case .deleted(let sub, let cause): await forget(sub, "\(cause)")
            }
        }
        // snippet end
    }
}
