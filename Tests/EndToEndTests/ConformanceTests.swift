import Testing

/// Holds the conformance table of the documentation against the reference and against the tests there are.
@Suite struct ConformanceTests {
    /// What the documentation of the reference client names.
    private static let reference: Set<String> = [
        "RuntimeImplementation", "createKey(algs)", "getRandomValues(length)", "digest(data, alg)", "requestLock(name, fn)",
        "OAuthClientOptions", "clientMetadata (option)", "responseMode: query", "responseMode: fragment", "responseMode: form_post",
        "runtimeImplementation", "stateStore", "StateStore.set", "StateStore.get", "StateStore.del", "InternalStateData", "sessionStore",
        "SessionStore.set", "SessionStore.get", "SessionStore.del", "Session", "keyset", "handleResolver: URL",
        "handleResolver: HandleResolver", "allowHttp", "fetch (option)", "onUpdate(sub, session)", "onDelete(sub, cause)",
        "new OAuthClient(options)", "OAuthClient.fetchMetadata", "fetchMetadata.clientId", "fetchMetadata.fetch", "fetchMetadata.signal",
        "authorize(handle)", "authorize(DID)", "authorize(PDS URL)", "authorize → URL", "options.state", "options.scope",
        "options.prompt: none", "options.prompt: login", "options.prompt: consent", "options.ui_locales", "options.redirect_uri",
        "options.signal", "AuthorizeOptions", "callback(params)", "callback → session, state", "CallbackOptions.redirect_uri",
        "restore(sub, 'auto')", "restore(sub, true)", "restore(sub, false)", "revoke(sub)", "jwks", "clientMetadata", "OAuthSession",
        "session.did", "session.sub", "session.serverMetadata", "getTokenInfo(refresh)", "TokenInfo.expiresAt", "TokenInfo.expired",
        "TokenInfo.scope", "TokenInfo.iss", "TokenInfo.aud", "TokenInfo.sub", "fetchHandler(pathname, init)", "signOut()",
        "OAuthCallbackError", "OAuthCallbackError.params", "OAuthCallbackError.state", "TokenRefreshError", "TokenRefreshError.sub",
        "TokenRefreshError.cause", "TokenRevokedError", "TokenRevokedError.sub", "TokenInvalidError", "TokenInvalidError.sub",
        "updated event", "deleted event", "new Agent(session)", "custom handle resolver", "silent sign-in", "several accounts",
        "state is kept for an hour at most", "state is validated on callback", "private keys are not exposed",
        "sessions are stored encrypted", "no refresh happens twice", "expiry is handled", "https only", "server metadata is validated",
    ]

    @Test func `the table names everything that the reference has, once`() throws {
        let names = try Articles.conformance().map(\.reference)
        #expect(Set(names) == Self.reference)
        #expect(names.count == Self.reference.count)
    }

    @Test func `every row names a symbol, and a test that exists`() throws {
        let tests = try Articles.testNames()
        for row in try Articles.conformance() {
            #expect(row.symbols.contains("``") || row.symbols == "cancellation of the task", "\(row.reference) has no symbol")
            #expect(tests.contains(row.test), "\(row.reference): there is no test \(row.test)")
        }
    }
}
