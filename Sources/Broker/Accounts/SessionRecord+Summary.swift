import BrokerAPI

extension SessionRecord {
    /// The session as callers see it.
    var summary: SessionSummary {
        SessionSummary(
            did: key.did, handle: handle ?? "handle.invalid", pds: pds, issuer: issuer, scope: scope, registration: key.registration,
            state: state, cause: cause.map { SessionEndCause(text: $0).wire }, expiresAt: expiresAt.map(Timestamp.init),
            endsAt: endsAt.map(Timestamp.init))
    }
}
