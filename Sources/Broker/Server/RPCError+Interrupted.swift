import BrokerAPI

extension RPCError {
    /// What a call is answered that a stop of the daemon ended. Of what it had begun, some may have happened.
    static var interrupted: RPCError {
        let reason = "the daemon stops and ended the call before it was done; make it again if twice is the same as once"
        return RPCError(.cancelled, reason, details: ["retryAfterMs": 0])
    }
}
