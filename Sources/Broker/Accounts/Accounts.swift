import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import BrokerAPI
import FoundationEssentials
import Logging
import Synchronization

/// Every account of every user: finds the session a caller means, and the OAuth client that keeps it.
final class Accounts: Sendable {
    let registrations: Registrations
    let vault: SessionVault
    let locks: KeyedLock
    let changes: ChangeLedger
    let metrics: Metrics
    let events = SessionBulletin()
    private let logger: Logger
    private let environment: OAuthEnvironment
    private let store: SealedStore
    private let clients = Mutex<[Tenant: OAuthClient]>([:])
    private let handlesReviewed = Mutex<[SessionKey: Date]>([:])
    private let facts = Mutex<[UInt32: PublicFacts]>([:])

    /// How long a session's handle is believed before it is looked up again. It is what people read, and seldom changes.
    private static let handleLifetime: TimeInterval = 86_400

    init(
        registrations: [Registration], environment: OAuthEnvironment, store: SealedStore, unsealedAtMost: Int = 4096, logger: Logger,
        metrics: Metrics = Metrics()
    ) async throws {
        self.logger = logger
        self.metrics = metrics
        self.registrations = Registrations(registrations)
        self.environment = environment
        self.store = store
        locks = KeyedLock(waitingAtMost: environment.lockWait, now: environment.now)
        changes = ChangeLedger(locks, metrics: metrics)
        vault = try await SessionVault(store, unsealedAtMost: unsealedAtMost, now: environment.now)
    }

    /// The client that keeps the sessions of `tenant`.
    /// - Throws: ``RPCError`` if the configuration has no such registration any more.
    func client(_ tenant: Tenant) throws -> OAuthClient {
        if let client = clients.withLock({ $0[tenant] }) { return client }
        guard let registration = registrations[tenant.registration] else {
            throw RPCError(.noSession, Registrations.missing(tenant.registration))
        }
        var options = environment.options(
            for: registration, tenant, facts(of: tenant.uid), vault, store, changes,
            onEvent: { [weak self] event in self?.observe(event, tenant) },
            onWarning: { [logger] in logger.notice("a server breaks a rule", metadata: ["server": "\($0.origin)", "rule": "\($0)"]) })
        options.onRotation = { [metrics, logger] did, exposed in
            metrics.observe(.rotationWindow, [], exposed)
            metrics.count(.refreshes, ["ok"])
            logger.debug("rotated", metadata: ["did": "\(did)", "exposed_ms": "\(exposed / .milliseconds(1))"])
        }
        let client = try OAuthClient(options)
        return clients.withLock { clients in
            if let other = clients[tenant] { return other }
            clients[tenant] = client
            return client
        }
    }

    /// The wall clock.
    var now: @Sendable () -> Date { environment.now }

    /// Forgets what an open login would have needed.
    func forgetLogin(_ flow: Flow) async {
        _ = try? await TenantStateStore(tenant: flow.tenant, store: store, now: environment.now).take(flow.state)
    }

    /// Takes a session out of the list whose tokens are of no use any more.
    func forget(_ record: SessionRecord) async throws {
        guard try await vault.remove(record) else { return }
        let sub = try DID(record.key.did)
        events.post(.deleted(sub: sub, cause: TokenRevokedError(sub)), record.key, handle: record.handle)
    }

    /// What was learned of the world for a user.
    private func facts(of uid: UInt32) -> PublicFacts {
        facts.withLock { facts in
            if let known = facts[uid] { return known }
            let fresh = PublicFacts(identities: environment.identities(), servers: environment.servers())
            facts[uid] = fresh
            return fresh
        }
    }

    /// Puts a client with other keys in the place of what it was. Sessions go on: locks and the store are what they share.
    func use(_ registration: Registration) {
        registrations.replace(registration)
        clients.withLock { clients in clients = clients.filter { $0.key.registration != registration.name } }
    }

    /// The ids of the client keys that sessions of `registration` authenticate with.
    func clientKeysInUse(_ registration: String) async throws -> Set<String> {
        var ids: Set<String> = []
        for record in vault.records where record.key.registration == registration {
            guard let payload = try await store.record(for: record.key)?.payload else { continue }
            if case .privateKeyJWT(let id) = try Session.authentication(archived: payload) { ids.insert(id) }
        }
        return ids
    }

    /// The registration a caller names, or the default.
    /// - Throws: ``RPCError`` that lists the registrations there are.
    func registration(_ name: String?) throws -> Registration {
        if let registration = registrations[name ?? "default"] { return registration }
        let known = registrations.names.joined(separator: ", ")
        throw RPCError.invalidParams([
            SchemaViolation(field: "params.registration", rule: "names a registration of the configuration", remedy: "use one of: \(known)")
        ])
    }

    /// The session that `account`, a DID or a handle, names among those of `uid`. Sessions of other users do not exist for it.
    /// - Parameter registration: the OAuth client it belongs to, if that matters.
    func find(_ account: String, uid: UInt32, registration: String? = nil) throws -> SessionRecord {
        let name = account.hasPrefix("@") ? String(account.dropFirst()) : account
        // A DID's small and capital letters differ, a handle's do not.
        let matches = vault.records(called: name.hasPrefix("did:") ? name : name.lowercased(), uid: uid)
            .filter { registration ?? $0.key.registration == $0.key.registration }
        // The same account may be signed in through several registrations: a living session first, then the default's.
        let best = matches.min { left, right in
            let rank = { (record: SessionRecord) in (record.state == .needsLogin ? 2 : 0) + (record.key.registration == "default" ? 0 : 1) }
            return rank(left) < rank(right)
        }
        // A handle moves from one account to another while sessions keep what they knew. Nobody is to act as the wrong one.
        let accounts = Set(matches.map(\.key.did))
        guard accounts.count <= 1 else {
            throw RPCError.invalidParams([
                SchemaViolation(
                    field: "params.account", rule: "\(account) is what several of your accounts were called",
                    remedy: "name the DID: \(accounts.sorted().joined(separator: ", "))")
            ])
        }
        guard let best else {
            let under = registration.map { " under \($0)" } ?? ""
            throw RPCError(.noSession, "there is no session of \(account)\(under); sign in with: atoauthctl login \(account)")
        }
        return best
    }

    /// The living session that `account` names.
    /// - Throws: ``RPCError`` with `no_session`, or `needs_login` and the cause of the end.
    func session(
        _ account: String, uid: UInt32, registration: String? = nil
    ) throws -> (session: OAuthSession, record: SessionRecord) {
        let record = try find(account, uid: uid, registration: registration)
        guard record.state != .needsLogin else { throw RPCError(needsLogin: record) }
        let client = try client(Tenant(uid: uid, registration: record.key.registration))
        vault.noteUse(record.key)
        return (client.session(of: try DID(record.key.did)), record)
    }

    /// The session that `account` names with its secrets, and the client that signs with them, if both are in memory.
    func sessionAtHand(_ account: String, uid: UInt32, registration: String? = nil) -> (client: OAuthClient, session: Session)? {
        guard let key = try? find(account, uid: uid, registration: registration).key, let session = vault.sessionAtHand(key),
            let client = clients.withLock({ $0[Tenant(uid: uid, registration: key.registration)] })
        else { return nil }
        return (client, session)
    }

    /// Looks up the account's handle and keeps it beside its session, for people and for `find`. One that cannot be looked up stays.
    func learnHandle(_ key: SessionKey) async {
        guard let identity = await identity(of: key) else { return }
        let handle = Self.verified(identity)
        try? await vault.setHandle(handle, key)
        guard let handle else { return }
        // A handle belongs to one account: whoever was called that before is called something else by now, or nothing.
        for former in vault.records(called: handle, uid: key.uid) where former.key.did != key.did {
            try? await vault.setHandle(await self.identity(of: former.key, fresh: true).flatMap(Self.verified), former.key)
        }
    }

    private func identity(of key: SessionKey, fresh: Bool = false) async -> Identity? {
        guard let did = try? DID(key.did) else { return nil }
        return try? await facts(of: key.uid).identities.resolve(.did(did), fresh: fresh)
    }

    private static func verified(_ identity: Identity) -> String? { identity.handleVerified ? identity.handle.description : nil }

    /// Waits until no rotation is under way, or until `deadline` has passed.
    func drain(within bound: Duration) async {
        let clock = ContinuousClock()
        let deadline = clock.now + bound
        while !locks.held.isEmpty, clock.now < deadline { try? await clock.sleep(for: .milliseconds(20)) }
    }

    private func observe(_ event: ATProtoOAuth.SessionEvent, _ tenant: Tenant) {
        let key = SessionKey(uid: tenant.uid, registration: tenant.registration, did: event.sub.description)
        if case .ambiguous = event { vault.markAmbiguous(key) }
        if case .deleted(_, let cause) = event {
            metrics.count(.sessionEnds, [cause is TokenRevokedError ? "signed_out" : SessionEndCause(cause).type.rawValue])
        }
        if case .narrowed(_, let lost) = event {
            // The update that came with it was posted already.
            return logger.notice("a refresh brought less", metadata: ["did": "\(event.sub)", "lost": "\(lost.joined(separator: " "))"])
        }
        events.post(event, key, handle: vault.handleForNews(of: key))
        if case .updated(let session) = event, session.createdAt + Self.handleLifetime < now() || vault.record(key)?.handle == nil {
            reviewHandle(key)
        }
    }

    /// Handles change, and one that could not be looked up at the sign-in may be found later: a rotation is the time to look again.
    private func reviewHandle(_ key: SessionKey) {
        let isDue = handlesReviewed.withLock { reviewed in
            guard reviewed[key].map({ $0 + Self.handleLifetime < now() }) ?? true else { return false }
            reviewed[key] = now()
            return true
        }
        if isDue { Task { await learnHandle(key) } }
    }
}
