public import BrokerAPI

/// What the daemon refused: `code`, `type`, `message` and `data` as the API's table of errors describes them.
public typealias BrokerError = RPCError

extension RPCError {
    /// How long to wait before the next attempt, if the error is `rate_limited`, or `cancelled` because the daemon stopped.
    public var retryAfter: Duration? { data?["retryAfterMs"]?.intValue.map { .milliseconds($0) } }

    /// Whether a stop of the daemon ended the call before it was done.
    var wasInterrupted: Bool { type == .cancelled && retryAfter != nil }

    /// The account's DID, where the error is about one.
    public var did: String? { data?["did"]?.stringValue }

    /// What was wrong with the parameters, field by field, if the error is `invalid_params`.
    public var violations: [SchemaViolation] { (try? data?["violations"]?.decode()) ?? [] }
}
