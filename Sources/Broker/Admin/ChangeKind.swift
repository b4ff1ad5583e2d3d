import BrokerAPI

/// Why a session is being changed.
enum ChangeKind: String, Sendable {
    case login, refresh, restore
    case signOut = "sign_out"

    /// What the current task is about. Tasks it starts know as well, so that a refresh is known by the call that caused it; nothing
    /// but upkeep changes sessions without a call.
    @TaskLocal static var current = ChangeKind.refresh

    /// Why a call of `method` would change a session.
    init(method: String) {
        switch method {
        case HandleCallback.name: self = .login
        case RestoreSession.name: self = .restore
        case SignOut.name, AdminRevoke.name: self = .signOut
        default: self = .refresh
        }
    }
}
