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

    /// Begins a login for `uid`.
    func begin(_ params: Authorize.Params, uid: UInt32) async throws -> Authorize.Result {
        try flows.checkRoom(for: uid)
        let registration = try accounts.registration(params.registration)
        let tenant = Tenant(uid: uid, registration: registration.name)
        var options = AuthorizeOptions(
            state: params.state, redirectURI: try await redirect(params.redirectUri, registration), scope: params.scope,
            prompt: params.prompt.flatMap { ATProtoOAuth.Prompt(rawValue: $0.rawValue) })
        options.display = params.display.flatMap { ATProtoOAuth.Display(rawValue: $0.rawValue) }
        options.uiLocales = params.uiLocales
        options.maxAge = params.maxAge
        let request = try await accounts.client(tenant).authorize(params.identifier, options: options)
        let flow = Flow(
            id: Base64URL.encode(SecureRandom.bytes(16)), tenant: tenant, state: request.state, redirectURI: request.redirectURI,
            expiresAt: request.expiresAt + Self.signInTime)
        flows.open(flow)
        return Authorize.Result(
            flow: flow.id, authorizationUrl: request.url.description, redirectUri: request.redirectURI,
            expiresAt: Timestamp(flow.expiresAt))
    }

    /// Servers want the page opened within minutes; the user may then take their time.
    private static let signInTime: TimeInterval = 900

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
    /// - Returns: what the page calls the account: its handle, or its DID if it has none that leads back to it.
    func completeForBrowser(_ params: FormParameters) async throws -> String {
        let tenant = params["state"].flatMap { flows.flow(returning: $0) }?.tenant
        let account = try await complete(params).account
        guard let tenant else { return account }
        return accounts.vault.record(SessionKey(uid: tenant.uid, registration: tenant.registration, did: account))?.handle ?? account
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
