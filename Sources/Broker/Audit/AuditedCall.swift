/// A call as the audit trail keeps it, before it is a line. Equal calls may share one.
struct AuditedCall: Hashable, Sendable {
    let caller: Caller
    let method: String
    /// The account's DID, or what the caller called it.
    var account: String?
    let place: AccessRequest.Place?
    /// The account's server, which a path is a path of.
    let server: String?
    /// Why the policy refused the call, if it did.
    let denial: String?
    /// The type of the error that the caller was answered with.
    let error: String?
}
