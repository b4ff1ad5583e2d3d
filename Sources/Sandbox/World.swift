import FoundationEssentials
import Synchronization

/// Everything the endpoints share.
final class World: Sendable {
    let configuration: SandboxConfiguration
    let random = Randomness.system
    let knobs: KnobBoard
    let chronicle: Chronicle
    let accounts = Accounts()
    let devices = Devices()
    let clients = ClientDirectory()
    let authenticator: ClientAuthenticator
    let requests: AuthorizationRequests
    let grants: Grants
    let tokens: AccessTokens
    let repositories: Repositories
    /// Proofs sent to the authorization server.
    let proofs: ProofVerifier
    /// Proofs sent to the resource server; the same verifier, hence the same nonces, where both are one origin.
    let resourceProofs: ProofVerifier
    let pages: Pages
    private let boundOrigins = Mutex(Origins(issuer: "", resource: ""))

    init(_ configuration: SandboxConfiguration) throws(SandboxError) {
        let now = configuration.now
        let knobs = KnobBoard(configuration.knobs)
        self.configuration = configuration
        self.knobs = knobs
        chronicle = Chronicle(limit: configuration.historyLimit, now: now)
        authenticator = ClientAuthenticator(clients: clients, now: now)
        requests = AuthorizationRequests(random: random, now: now)
        grants = Grants(chronicle: chronicle, knobs: knobs, random: random, limit: configuration.historyLimit, now: now)
        tokens = AccessTokens(random: random)
        repositories = Repositories(configuration: configuration, random: random)
        pages = Pages(random: random)
        let interval: @Sendable () -> Double = { knobs.current.nonceRotationInterval }
        proofs = ProofVerifier(nonces: NonceIssuer(random: random, interval: interval, now: now), now: now)
        resourceProofs =
            configuration.separateResourceServer
            ? ProofVerifier(nonces: NonceIssuer(random: random, interval: interval, now: now), now: now) : proofs
        for account in configuration.accounts { try accounts.add(account) }
    }

    var origins: Origins {
        get { boundOrigins.withLock { $0 } }
        set { boundOrigins.withLock { $0 = newValue } }
    }

    var issuer: String { origins.issuer }

    /// The `aud` of access tokens: the resource server's own DID, as production servers write it.
    var audience: String {
        "did:web:" + PercentCoding.encode(String(origins.resource.dropFirst("http://".count)))
    }

    /// Verifies a proof sent to the authorization server; nil if there is none.
    func verifyProof(_ exchange: Exchange) throws(OAuthError) -> Proof? {
        do {
            return try proofs.verify(exchange, origin: issuer)
        } catch {
            chronicle.count(error)
            throw OAuthError(error)
        }
    }
}
