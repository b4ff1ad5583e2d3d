/// What the policy says of a call.
enum AccessDecision: Hashable, Sendable {
    /// The call may be made, with these freedoms and bounds beside the usual.
    case allowed(AccessGrant)
    /// It may not; the reason is for the caller to read.
    case denied(String)
}
