import ATProtoSyntax
import ATProtoOAuth
import BrokerAPI
import FoundationEssentials
import JOSE

/// Begins logins and completes them when the browser comes back, by whichever way it does.
struct LoginDesk: Sendable {
    let accounts: Accounts
    let flows: Flows
    let listener: CallbackListener
    let recorder: CallRecorder

    /// Begins a login for `caller`.
    func begin(_ params: Authorize.Params, by caller: Caller) async throws -> Authorize.Result {
        try flows.reserve(for: caller.uid)
        do {
            return try await beginReserved(params, caller)
        } catch {
            flows.release(caller.uid)
            throw error
        }
    }

    private func beginReserved(_ params: Authorize.Params, _ caller: Caller) async throws -> Authorize.Result {
        let registration = try accounts.registration(params.registration)
        let tenant = Tenant(uid: caller.uid, registration: registration.name)
        var options = AuthorizeOptions(
            state: params.state, redirectURI: try await redirect(params.redirectUri, registration), scope: params.scope,
            prompt: params.prompt.flatMap { ATProtoOAuth.Prompt(rawValue: $0.rawValue) })
        options.display = params.display.flatMap { ATProtoOAuth.Display(rawValue: $0.rawValue) }
        options.uiLocales = params.uiLocales
        options.maxAge = params.maxAge
        let request = try await accounts.client(tenant).authorize(params.identifier, options: options)
        let now = accounts.now()
        let flow = Flow(
            id: Base64URL.encode(SecureRandom.bytes(16)), tenant: tenant, caller: caller, state: request.state,
            redirectURI: request.redirectURI,
            // A server that keeps requests for longer does not make us keep logins for longer.
            expiresAt: min(request.expiresAt + Self.signInTime, now + Self.longestLogin))
        flows.open(flow)
        return Authorize.Result(
            flow: flow.id, authorizationUrl: request.url.description, redirectUri: request.redirectURI,
            expiresAt: Timestamp(flow.expiresAt))
    }

    /// Servers want the page opened within minutes; the user may then take their time.
    private static let signInTime: TimeInterval = 900
    /// What the specification allows a login at most (atproto OAuth "Authorization Requests").
    private static let longestLogin: TimeInterval = 3600

    /// Ends a login of `uid` before the browser came back, and forgets what it would have needed.
    func cancel(_ id: String, uid: UInt32) async throws {
        let flow = try flows.cancel(id, uid: uid)
        await accounts.forgetLogin(flow)
    }

    /// Completes the login that `params` belong to.
    /// - Parameter uid: the user who hands them over, if it is not the browser itself; only their own logins are completed.
    func complete(_ params: FormParameters, uid: UInt32? = nil) async throws -> SignedIn {
        guard let state = params["state"], let flow = flows.flow(returning: state), uid == nil || uid == flow.tenant.uid else {
            throw RPCError(.callback, "this answer belongs to no login that is open; it may have been used already, or be too old")
        }
        do {
            let (session, appState) = try await accounts.client(flow.tenant).callback(params)
            let key = SessionKey(uid: flow.tenant.uid, registration: flow.tenant.registration, did: session.did.description)
            await accounts.learnHandle(key)
            let signedIn = SignedIn(account: session.did.description, state: appState)
            flows.finish(flow.id, .success(signedIn))
            accounts.metrics.count(.logins, ["ok"])
            return signedIn
        } catch {
            let error = RPCError(explaining: error)
            flows.finish(flow.id, .failure(error))
            accounts.metrics.count(.logins, [error.type?.rawValue ?? "other"])
            throw error
        }
    }

    /// Completes a login for the browser itself.
    /// - Parameter owner: whose browser it is.
    /// - Returns: what the page calls the account: its handle, or its DID if it has none that leads back to it.
    func completeForBrowser(_ params: FormParameters, of owner: LoopbackPeer.Owner) async throws -> String {
        // What belongs to no login is told so below.
        guard let flow = params["state"].flatMap({ flows.flow(returning: $0) }) else { return try await complete(params).account }
        switch owner {
        // The superuser may act for anybody, and sockets that their process has closed count as its own.
        case .user(0), .user(flow.tenant.uid), .untold: break
        case .user: throw RPCError(.callback, "another user of this machine began this sign-in; begin one of your own")
        case .missing: throw RPCError(.callback, "whose browser this is cannot be told just now; load this page again")
        }
        do {
            let signedIn = try await complete(params)
            recorder.record(signIn: .success(signedIn), by: flow.caller)
            let key = SessionKey(uid: flow.tenant.uid, registration: flow.tenant.registration, did: signedIn.account)
            return accounts.vault.record(key)?.handle ?? signedIn.account
        } catch {
            recorder.record(signIn: .failure(RPCError(explaining: error)), by: flow.caller)
            throw error
        }
    }

    /// A loopback redirect without a port is the daemon's own listener; anything else the caller takes care of.
    private func redirect(_ requested: String?, _ registration: Registration) async throws -> String? {
        if let requested { return requested }
        let base = "http://127.0.0.1/"
        guard let own = registration.metadata.redirectURIs.first(where: { $0.hasPrefix(base) }) else {
            // The page at the https redirect sends the browser on to a port that it has in it.
            if let port = registration.relayPort { _ = try await listener.port(port) }
            return nil
        }
        return "http://127.0.0.1:\(try await listener.port())/\(own.dropFirst(base.count))"
    }
}
