import BrokerAPI

/// The outcome of judging a call.
struct Admission: Sendable {
    /// The call with its caller as it is now.
    let context: CallContext
    /// What was judged; nil for what is free for all.
    let request: AccessRequest?
    /// Why the call is not made.
    let refusal: RPCError?
}
