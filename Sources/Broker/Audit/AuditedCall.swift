/// A call as the audit trail keeps it, before it is a line. Equal calls may share one.
struct AuditedCall: Hashable, Sendable {
    let caller: Caller
    let method: String
    /// The account's DID, or what the caller called it.
    var account: String?
    /// Whose session an administrator did something about.
    var owner: UInt32?
    var httpMethod: String?
    var place: AccessRequest.Place?
    /// The account's server, which a path is a path of.
    var server: String?
    /// Why the policy refused the call, if it did.
    var denial: String?
    /// The type of the error that the caller was answered with.
    let error: String?

    /// About how many bytes it takes while it waits to be written down.
    var size: Int {
        let place =
            switch place {
            case .url(let text), .path(let text): text.utf8.count
            case nil: 0
            }
        return 256 + (account?.utf8.count ?? 0) + place + (server?.utf8.count ?? 0) + (denial?.utf8.count ?? 0)
    }

    /// What is kept of it where there are too many different ones: who, which method, and the decision.
    var outline: AuditedCall {
        var outline = self
        (outline.account, outline.owner, outline.httpMethod, outline.place, outline.server) = (nil, nil, nil, nil, nil)
        if denial != nil { outline.denial = "too many different calls at once to keep each" }
        return outline
    }
}
