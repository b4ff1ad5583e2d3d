import BrokerAPI
import FoundationEssentials

/// One filled value of every parameter and result type, beside the schema that must describe it.
struct MethodSample: Sendable {
    let name: String
    let schema: JSONSchema
    let value: JSONValue

    static func params<M: BrokerMethod>(_ method: M.Type, _ params: M.Params) throws -> MethodSample {
        MethodSample(name: M.name + " params", schema: M.definition.params, value: try roundTrip(params))
    }

    static func result<M: BrokerMethod>(_ method: M.Type, _ result: M.Result) throws -> MethodSample {
        MethodSample(name: M.name + " result", schema: M.definition.result, value: try roundTrip(result))
    }

    private static func roundTrip<T: Codable>(_ value: T) throws -> JSONValue {
        try JSONValue(encoding: JSONValue(encoding: value).decode(T.self))
    }
}

extension Timestamp {
    static func make(_ seconds: Double = 1_795_000_000.123) -> Timestamp { Timestamp(Date(timeIntervalSince1970: seconds)) }
}

extension SessionSummary {
    static func make() -> SessionSummary {
        SessionSummary(
            did: "did:plc:ewvi7nxzyoun6zhxrhs64oiz", handle: "alice.test", pds: "https://pds.test", issuer: "https://as.test",
            scope: "atproto",
            registration: "default", state: .needsLogin, cause: SessionCause(type: .tokenRefresh, message: "invalid_grant"),
            expiresAt: .make(), endsAt: .make())
    }
}

extension MethodSample {
    static func make() throws -> [MethodSample] {
        let peer = Peer(uid: 1000, gid: 1000, pid: 42, unit: "app.service", app: "org.example.App")
        let source = IdentitySource(method: .dns, location: "_atproto.alice.test", cached: true)
        let audit = AuditEntry(
            sequence: 1, time: .make(), peer: peer, method: "session.fetch", account: "did:plc:ewvi7nxzyoun6zhxrhs64oiz",
            origin: "https://pds.test",
            nsid: "a.b.c", decision: "denied", reason: "read only", hash: String(repeating: "0", count: 64))
        return [
            try .result(
                GetBrokerInfo.self,
                GetBrokerInfo.Result(
                    version: "1.0", apiVersion: "1.0", mode: .system, peer: peer,
                    registrations: [
                        RegistrationSummary(
                            name: "default", clientId: "http://localhost", confidential: false, isDefault: true, scope: "atproto")
                    ],
                    limits: BrokerLimits(callsInFlight: 64, bodyBytes: 1, connections: 64, openFlows: 4),
                    gateway: "/run/atoauthd/http.sock")),
            try .params(
                Authorize.self,
                Authorize.Params(
                    identifier: "alice.test", registration: "default", scope: "atproto", prompt: .selectAccount, display: .page,
                    uiLocales: "fr-CA fr en", maxAge: 0, redirectUri: "http://127.0.0.1/", state: "")),
            try .result(
                Authorize.self,
                Authorize.Result(flow: "f", authorizationUrl: "https://as.test/a", redirectUri: "http://127.0.0.1:1/", expiresAt: .make())),
            try .params(WaitForFlow.self, WaitForFlow.Params(flow: "f", timeoutMs: 100)),
            try .result(WaitForFlow.self, SignedIn(account: "did:plc:ewvi7nxzyoun6zhxrhs64oiz", state: "s")),
            try .params(HandleCallback.self, HandleCallback.Params(url: "http://127.0.0.1/?code=x")),
            try .params(HandleCallback.self, HandleCallback.Params(params: ["code": "x"])),
            try .params(CancelFlow.self, CancelFlow.Params(flow: "f")),
            try .result(CancelFlow.self, EmptyObject()),
            try .result(ListSessions.self, [.make()]),
            try .params(RestoreSession.self, RestoreSession.Params(account: "alice.test", refresh: .auto, registration: "work")),
            try .params(RestoreSession.self, RestoreSession.Params(account: "alice.test", refresh: .always, registration: "work")),
            try .params(
                GetTokenInfo.self,
                GetTokenInfo.Params(account: "did:plc:ewvi7nxzyoun6zhxrhs64oiz", refresh: .never, registration: "work")),
            try .result(
                GetTokenInfo.self,
                GetTokenInfo.Result(
                    expiresAt: .make(), expired: false, scope: "atproto", iss: "https://as.test", aud: "https://pds.test",
                    sub: "did:plc:ewvi7nxzyoun6zhxrhs64oiz")
            ),
            try .params(
                SignRequest.self,
                SignRequest.Params(
                    account: "did:plc:ewvi7nxzyoun6zhxrhs64oiz", method: "GET", url: "https://pds.test/",
                    rejected: RejectedSignature(tokenId: "t", dpopNonce: "n"), registration: "work"
                )),
            try .result(
                SignRequest.self,
                SignRequest.Result(headers: SignedHeaders(authorization: "DPoP x", dpop: "y"), tokenId: "t", expiresAt: .make())),
            try .params(
                FetchResource.self,
                FetchResource.Params(
                    account: "a.b", method: "POST", path: "/x", headers: ["a": "b"], body: "", bodyBase64: "YQ==", registration: "work")),
            try .result(FetchResource.self, FetchResource.Result(status: 200, headers: ["a": "b"], body: "x", bodyBase64: "YQ==")),
            try .params(GetClientMetadata.self, RegistrationParams(registration: "default")),
            try .result(GetClientJWKS.self, ["keys": [["kty": "EC"]]]),
            try .result(GetRelayPage.self, GetRelayPage.Result(redirectUri: "https://app.test/callback", html: "<!doctype html>")),
            try .params(FetchClientMetadata.self, FetchClientMetadata.Params(clientId: "https://app.test/m.json")),
            try .params(ResolveIdentity.self, ResolveIdentity.Params(identifier: "alice.test", fresh: true)),
            try .result(
                ResolveIdentity.self,
                ResolveIdentity.Result(
                    did: "did:plc:ewvi7nxzyoun6zhxrhs64oiz", handle: "alice.test", handleVerified: true, pds: "https://pds.test",
                    issuer: "https://as.test",
                    sources: IdentitySources(did: source, handle: source, pds: source, issuer: source))),
            try .params(SubscribeEvents.self, TopicsParams(topics: [.session])),
            try .result(SubscribeEvents.self, Subscription(topics: [.session])),
            try .params(AdminSessions.self, AdminSessions.Params(uid: 1000)),
            try .result(AdminSessions.self, [AdminSessions.Entry(uid: 1000, session: .make())]),
            try .params(AdminRevoke.self, AdminRevoke.Params(uid: 1000, account: "a.b", registration: "default")),
            try .result(AdminRevoke.self, AdminRevoke.Result(revoked: 1)),
            try .result(
                AdminLocks.self,
                [AdminLocks.Entry(uid: 1, did: "did:plc:ewvi7nxzyoun6zhxrhs64oiz", operation: "refresh", heldMs: 5, waiting: 2)]),
            try .params(AdminAudit.self, AdminAudit.Params(after: 1, uid: 1, account: "a.b", limit: 10, verify: true)),
            try .result(AdminAudit.self, AdminAudit.Result(entries: [audit], verified: false, brokenAt: 1)),
            try .result(AdminHealth.self, AdminHealth.Result(checks: [AdminHealth.Check(name: "store", fault: "full")])),
            try .result(AdminMetrics.self, AdminMetrics.Result(text: "x 1\n")),
            try .result(AdminReload.self, AdminReload.Result(reloaded: false, messages: ["line 1: unknown key"])),
            try .params(AdminRotateKeys.self, AdminRotateKeys.Params(kind: .client, registration: "default")),
            try .result(AdminRotateKeys.self, AdminRotateKeys.Result(kind: .store, keyId: "k", resealed: 3)),
        ]
    }
}
