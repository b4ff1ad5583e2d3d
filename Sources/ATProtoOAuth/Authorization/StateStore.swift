/// Where logins are kept while the browser is away, by the `state` parameter (RFC 6749 section 10.12).
public protocol StateStore: Sendable {
    /// Keeps `state` under `key` for an hour at most. Throws if it is not kept.
    func set(_ key: String, _ state: AuthorizationState) async throws

    /// Removes and returns the state under `key`, in one step: of two callbacks with the same key, one gets nil.
    func take(_ key: String) async throws -> AuthorizationState?
}
