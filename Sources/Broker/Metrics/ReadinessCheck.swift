/// Something that must be so for the daemon to do its work.
public struct ReadinessCheck: Sendable, Hashable {
    /// What was checked.
    public enum Subject: String, Sendable, CaseIterable {
        /// Sessions can be kept: the store takes a durable change.
        case store
        /// The keys at hand open what is sealed.
        case keys
        /// The socket accepts a connection and answers on it.
        case socket
        /// Somebody looks after sessions that nobody uses.
        case upkeep
        /// The wall clock is plausible, without which tokens and proofs are of no time.
        case clock
        /// The audit trail can be written.
        case audit
    }

    /// What was checked.
    public let subject: Subject
    /// What is wrong; nil if nothing is.
    public let fault: String?
}
