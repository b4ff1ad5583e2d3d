import BrokerAPI

/// The exit codes, those above 63 after sysexits.h.
enum ExitStatus: Int32 {
    case refused = 1
    case needsLogin = 2
    case usage = 64
    case unreachable = 69
    case output = 74
    case temporary = 75
    case denied = 77
    case interrupted = 130

    init(_ type: BrokerErrorType?) {
        switch type {
        case .noSession, .needsLogin, .tokenRefresh, .tokenRevoked, .tokenInvalid: self = .needsLogin
        case .network, .timeout, .rateLimited, .locked, .ambiguousRefresh: self = .temporary
        case .accessDenied: self = .denied
        case .invalidParams: self = .usage
        default: self = .refused
        }
    }

    init(httpStatus: Int) {
        self = httpStatus == 429 || httpStatus == 503 ? .temporary : .refused
    }
}
