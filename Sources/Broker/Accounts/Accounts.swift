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
            throw RPCError(.noSession, "the configuration has no registration called \(tenant.registration)")
        }
        var options = environment.options(
            for: registration, tenant, vault, store, changes, onEvent: { [weak self] event in self?.observe(event, tenant) },
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
    /// - Parameter registration: the one that the account has to be signed in through; nil for any.
    func find(_ account: String, uid: UInt32, through registration: String? = nil) throws -> SessionRecord {
        let name = account.hasPrefix("@") ? String(account.dropFirst()) : account
        // A DID's small and capital letters differ, a handle's do not.
        var matches = vault.records(called: name.hasPrefix("did:") ? name : name.lowercased(), uid: uid)
        if let registration { matches.removeAll { $0.key.registration != registration } }
        // The same account may be signed in through several registrations: a living session first, then the default's.
        let best = matches.min { left, right in
            let rank = { (record: SessionRecord) in (record.state == .needsLogin ? 2 : 0) + (record.key.registration == "default" ? 0 : 1) }
            return rank(left) < rank(right)
        }
        guard let best else {
            let option = registration.map { " --registration \($0)" } ?? ""
            throw RPCError(.noSession, "there is no session of \(account); sign in with: atoauthctl login \(account)\(option)")
        }
        return best
    }

    /// The living session that `account` names.
    /// - Throws: ``RPCError`` with `no_session`, or `needs_login` and the cause of the end.
    func session(
        _ account: String, uid: UInt32, through registration: String? = nil
    ) throws -> (session: OAuthSession, record: SessionRecord) {
        let record = try find(account, uid: uid, through: registration)
        guard record.state != .needsLogin else { throw RPCError(needsLogin: record) }
        let client = try client(Tenant(uid: uid, registration: record.key.registration))
        vault.noteUse(record.key)
        return (client.session(of: try DID(record.key.did)), record)
    }

    /// The session that `account` names with its secrets, and the client that signs with them, if both are in memory.
    func sessionAtHand(_ account: String, uid: UInt32) -> (client: OAuthClient, session: Session)? {
        guard let key = try? find(account, uid: uid).key, let session = vault.sessionAtHand(key),
            let client = clients.withLock({ $0[Tenant(uid: uid, registration: key.registration)] })
        else { return nil }
        return (client, session)
    }

    /// Looks up the account's handle and keeps it beside its session, for people and for `find`.
    func learnHandle(_ key: SessionKey) async {
        guard let did = try? DID(key.did), let identity = try? await environment.identities.resolve(.did(did)) else { return }
        try? await vault.setHandle(identity.handleVerified ? identity.handle.description : nil, key)
    }

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
        events.post(event, key, handle: vault.record(key)?.handle)
    }
}
