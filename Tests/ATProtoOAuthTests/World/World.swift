import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import Foundation
import HTTPTypes
import JOSE
import NIOCore
import Synchronization

/// A client in a scripted world.
struct World: Sendable {
    let transport: ScriptedTransport
    let clock = TestClock()
    let journal: Journal
    let sessions: ScriptedSessionStore
    let states: ScriptedStateStore
    let lock = KeyedLock()
    let client: OAuthClient
    private let options: OAuthClientOptions

    static let clientID = "https://app.example.com/oauth-client-metadata.json"
    static let redirect = "https://app.example.com/callback"

    init(
        _ metadata: ClientMetadata = .make(), keyset: ClientKeyset? = nil, handles: FixedHandles = FixedHandles(),
        configure: (inout OAuthClientOptions) -> Void = { _ in }
    ) throws {
        let journal = Journal()
        let transport = ScriptedTransport(servers: ScriptedServers(), journal: journal)
        self.journal = journal
        self.transport = transport
        sessions = ScriptedSessionStore(journal: journal)
        states = ScriptedStateStore(journal: journal)
        let directory = PLCResolver(directory: try HTTPURL("https://plc.directory"), transport: transport)
        var options = OAuthClientOptions(
            clientMetadata: metadata,
            runtimeImplementation: RuntimeImplementation(
                randomValues: { [clock] in clock.random($0) }, requestLock: lock, now: { [clock] in clock.now },
                sleep: { journal.add("slept \($0)") }), stateStore: states,
            sessionStore: sessions, keyset: keyset, identityResolver: IdentityResolver(handles: handles, dids: directory),
            transport: transport, onEvent: { journal.add("event " + $0.summary) })
        configure(&options)
        self.options = options
        client = try OAuthClient(options)
    }

    /// A world in which alice has signed in, with the journal clean.
    static func signedIn(
        _ metadata: ClientMetadata = .make(), keyset: ClientKeyset? = nil, configure: (inout OAuthClientOptions) -> Void = { _ in }
    ) async throws -> World {
        let world = try World(metadata, keyset: keyset, configure: configure)
        _ = try await world.signIn()
        world.transport.forget()
        world.journal.clear()
        return world
    }

    /// Signs in as the browser would bring it about.
    @discardableResult
    func signIn(_ input: String = "alice.example.com", options: AuthorizeOptions = AuthorizeOptions()) async throws -> OAuthSession {
        let request = try await client.authorize(input, options: options)
        return try await client.callback(response(to: request)).session
    }

    /// What the browser brings back for a request.
    func response(to request: AuthorizationRequest, _ more: [(name: String, value: String)] = []) -> FormParameters {
        FormParameters(more + [("state", request.state), ("iss", request.issuer.description), ("code", "the-code")])
    }

    /// The same client in a new process that finds `session` in its store.
    func restarted(with session: Session) throws -> World {
        let world = try World { $0.clientMetadata = options.clientMetadata }
        world.sessions.plant(session)
        world.clock.advance(by: clock.now.timeIntervalSince(world.clock.now))
        let newest = transport.servers.withLock(\.newest)
        world.transport.servers.withLock { $0.newest = newest }
        return world
    }

    var alice: OAuthSession { client.session(of: .alice) }

    /// The events so far, in words.
    var events: [String] { journal.all.filter { $0.hasPrefix("event ") }.map { String($0.dropFirst(6)) } }

    /// The refresh tokens that were spent, or tried.
    var spent: [String] { transport.requests(to: .token).compactMap { $0.form["refresh_token"] } }

    /// The tokens that the server was asked to forget.
    var revoked: [String] { transport.requests(to: .revocation).compactMap { $0.form["token"] } }

    /// Changes what the servers say from now on.
    @discardableResult
    func change<Result: Sendable>(_ body: @Sendable (inout ScriptedServers) -> Result) -> Result {
        transport.servers.withLock { body(&$0) }
    }

    /// A clock past the end of the access token.
    func expireTokens() { clock.advance(by: 3610) }
}

extension SessionEvent {
    var summary: String {
        switch self {
        case .updated(let session): "updated \(session.tokenSet.accessToken.reveal())"
        case .narrowed(_, let lost): "narrowed by " + lost.joined(separator: " ")
        case .ambiguous: "ambiguous"
        case .deleted(_, let error as TokenRefreshError): "deleted \(error.reason.rawValue)"
        case .deleted(_, let error): "deleted \(type(of: error))"
        }
    }
}
