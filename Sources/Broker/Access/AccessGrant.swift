/// What a rule adds to the usual when it allows a call.
struct AccessGrant: Hashable, Sendable {
    /// Origins beside the account's own server that requests may be signed for.
    var origins: Set<String> = []
    /// The rule's place in the policy, if it bounds the rate of calls.
    var limitedBy: Int?
}
