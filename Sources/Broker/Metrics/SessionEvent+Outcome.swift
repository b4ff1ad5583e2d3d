import ATProtoOAuth

extension SessionEvent {
    /// What figures call it.
    var outcome: String {
        switch self {
        case .updated: "updated"
        case .narrowed: "narrowed"
        case .ambiguous: "ambiguous"
        case .deleted(_, let cause): cause is TokenRevokedError ? "signed_out" : "ended"
        }
    }
}
