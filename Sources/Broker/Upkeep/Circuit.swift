import FoundationEssentials

/// Whether background refreshes may go to one authorization server. A server that fails is left alone for a while; then one refresh
/// tries it for all others.
struct Circuit {
    private var failures = 0
    private var backoff = Backoff()
    private var inFlight = 0

    /// How many failures in a row open the circuit; single ones happen to every server.
    private static let tolerated = 3
    /// How many refreshes may be under way at one server, so that one that hangs leaves room for the rest.
    private static let width = 2

    /// Whether a refresh may go.
    func admits(at now: Date) -> Bool { now >= backoff.notBefore && inFlight < (isOpen ? 1 : Self.width) }

    /// Whether the server is being left alone, or tried by one.
    var isOpen: Bool { failures >= Self.tolerated }

    /// Whether nothing needs to be remembered.
    var isIdle: Bool { inFlight == 0 && failures == 0 }

    mutating func begin() { inFlight += 1 }

    mutating func finish(_ outcome: RefreshOutcome, at now: Date, _ policy: UpkeepPolicy, random: Double) {
        inFlight -= 1
        switch outcome {
        case .answered:
            failures = 0
            backoff = Backoff()
        case .serverFailed(let retryAfter):
            failures += 1
            // Single failures hold up nobody else, unless the server itself asks for quiet.
            if isOpen || retryAfter != nil { backoff.fail(at: now, retryAfter: retryAfter, policy, random: random) }
        case .notTried: break
        }
    }

    mutating func shift(by seconds: TimeInterval) { backoff.shift(by: seconds) }
}
