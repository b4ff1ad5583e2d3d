/// A figure and what is said of it in the Prometheus text format.
struct MetricFamily: Hashable, Sendable {
    enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    let name: String
    let kind: Kind
    let help: String
    /// The names of its labels. Their values come from small closed sets, or the figures would grow without bound.
    let labels: [String]

    private init(_ name: String, _ kind: Kind, _ help: String, _ labels: [String] = []) {
        self.name = "atoauthd_" + name
        self.kind = kind
        self.help = help
        self.labels = labels
    }

    static let calls = MetricFamily("calls_total", .counter, "Calls answered.", ["method", "outcome"])
    static let callSeconds = MetricFamily("call_seconds", .histogram, "Time from a call to its answer.", ["method"])
    static let denials = MetricFamily("denials_total", .counter, "Calls that the policy refused.", ["operation"])
    static let refreshes = MetricFamily("refreshes_total", .counter, "Refreshes by what came of them.", ["outcome"])
    static let rotationWindow = MetricFamily(
        "rotation_window_seconds", .histogram, "Time from the last byte of an answer with new tokens until they were durable.")
    static let logins = MetricFamily("logins_total", .counter, "Sign-ins by what came of them.", ["outcome"])
    static let sessionEnds = MetricFamily("session_ends_total", .counter, "Sessions that ended, by cause.", ["cause"])
    static let lockWaitSeconds = MetricFamily("lock_wait_seconds", .histogram, "Wait for the lock of a session.")
    static let sessions = MetricFamily("sessions", .gauge, "Sessions by state.", ["state"])
    static let locks = MetricFamily("locks", .gauge, "Sessions that are being changed.")
    static let lockWaiters = MetricFamily("lock_waiters", .gauge, "Changes that wait for a session's lock.")
    static let connections = MetricFamily("connections", .gauge, "Open connections.")
    static let auditLines = MetricFamily("audit_lines_total", .counter, "Lines written to the audit trail.")
    static let auditLost = MetricFamily("audit_lost_total", .counter, "Calls that the audit trail had no room for.")
    static let auditFailures = MetricFamily("audit_failures_total", .counter, "Failed attempts to write to the audit trail.")
    static let ready = MetricFamily("ready", .gauge, "Whether the daemon can do its work, by what was checked.", ["check"])
    static let info = MetricFamily("info", .gauge, "The daemon's version.", ["version"])
}
