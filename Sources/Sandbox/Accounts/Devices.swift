import Synchronization

/// Which accounts signed in from which browser, and what they agreed to.
final class Devices: Sendable {
    private struct State {
        var accounts: [String: [String]] = [:]
        var consents: [Consent: Set<String>] = [:]
    }

    private struct Consent: Hashable {
        let account: String
        let client: String
    }

    private let state = Mutex(State())

    /// DIDs, the latest sign-in first.
    func accounts(on device: String) -> [String] {
        state.withLock { $0.accounts[device] ?? [] }
    }

    func signedIn(_ account: String, on device: String) {
        state.withLock { state in
            state.accounts[device] = [account] + (state.accounts[device] ?? []).filter { $0 != account }
        }
    }

    func consented(_ account: String, to client: String, scopes: Set<String>) {
        state.withLock { $0.consents[Consent(account: account, client: client), default: []].formUnion(scopes) }
    }

    func hasConsented(_ account: String, to client: String, scopes: Set<String>) -> Bool {
        state.withLock { scopes.isSubset(of: $0.consents[Consent(account: account, client: client)] ?? []) }
    }
}
