import BrokerAPI
import BrokerClient
import Glibc

/// What went wrong, what to do about it, and the exit code that says so to scripts.
struct Failure: Error {
    let what: String
    let remedy: String?
    let status: ExitStatus

    init(_ what: String, remedy: String? = nil, _ status: ExitStatus) {
        self.what = what
        self.remedy = remedy
        self.status = status
    }

    /// Nil for an error that the argument parser knows best.
    init?(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as BrokerError: self.init(error.message, remedy: Self.remedy(for: error), ExitStatus(error.type))
        case let error as ConnectionError: self.init(error)
        case is CancellationError: self.init("interrupted", .interrupted)
        default: return nil
        }
    }

    private init(_ error: ConnectionError) {
        switch error.code {
        case .unreachable: self.init(error.reason, .unreachable)
        case .lost, .timeout: self.init(error.reason, remedy: "whether it took effect is unknown; look before you try again", .temporary)
        case .malformed, .closed: self.init(error.reason, remedy: "do daemon and atoauthctl have the same version?", .refused)
        }
    }

    private static func remedy(for error: BrokerError) -> String? {
        switch error.type {
        case .noSession: "sign in with: atoauthctl login HANDLE"
        case .needsLogin, .tokenRefresh, .tokenRevoked, .tokenInvalid: "sign in again with: atoauthctl login \(error.did ?? "HANDLE")"
        case .rateLimited: error.retryAfter.map { "try again in \($0)" } ?? "try again later"
        case .network, .timeout, .locked, .ambiguousRefresh: "try again"
        case .accessDenied: "ask whoever administers atoauthd"
        case .methodNotFound: "the daemon is older than this atoauthctl"
        case .internalError: "the daemon's log says more"
        default: nil
        }
    }

    /// `atoauthctl: what — remedy`, and the end of the process.
    func exit() -> Never {
        Console.complain([what, remedy].compactMap { $0 }.joined(separator: " — "))
        Glibc.exit(status.rawValue)
    }
}
