extension CallContext {
    /// Whether the caller may see that there is such an account, one of its own user's.
    func maySee(did: String, handle: String?) -> Bool {
        var request = AccessRequest(.list, account: did)
        request.identify(did: did, handle: handle, server: nil)
        guard case .allowed = policy.decide(request, caller) else { return false }
        return true
    }
}
