import FoundationEssentials

extension SandboxServer {
    private var live: World? {
        try? world.get()
    }

    /// Where the authorization server, the PLC directory and the handle resolver are: `http://127.0.0.1:PORT`. Empty before `start()`.
    public var origin: String {
        live?.issuer ?? ""
    }

    /// Where the resource server is: the same origin, unless it was configured to stand apart.
    public var resourceOrigin: String {
        live?.origins.resource ?? ""
    }

    /// Turns knobs. Takes effect with the next request; token requests held at a point that is no longer named go on.
    public func setKnobs(_ change: @Sendable (inout SandboxKnobs) -> Void) async {
        live?.knobs.change(change)
    }

    /// The knobs as they stand.
    public func knobs() async -> SandboxKnobs {
        live?.knobs.current ?? SandboxKnobs()
    }

    /// Returns when at least `count` token requests are held, or when the server stops.
    public func waitForHeldTokenRequests(_ count: Int = 1) async {
        await live?.knobs.gate.waitUntilHeld(count)
    }

    /// What happened so far, in numbers.
    public func counters() async -> SandboxCounters {
        live?.counters ?? SandboxCounters()
    }

    /// Every token event so far, in order.
    public func journal() async -> [SandboxEvent] {
        live?.chronicle.journal ?? []
    }

    /// Every code, access token and refresh token issued, and every code verifier seen: what must never be found in a log.
    public func issuedSecrets() async -> [String] {
        live?.chronicle.secrets ?? []
    }

    /// Adds an account.
    /// - Throws: `SandboxError` with code `account` if the handle or DID is malformed or taken.
    public func addAccount(_ account: SandboxAccount) async throws {
        try world.get().accounts.add(account)
    }

    /// The DID of a handle, or nil if there is no such account.
    public func did(of handle: String) -> String? {
        live?.accounts[handle]?.did
    }

    /// Makes a client metadata document known as if it were hosted at its `client_id`.
    /// - Throws: `SandboxError` with code `clientMetadata`, naming the field and the rule.
    public func register(clientMetadata json: String) async throws {
        let document: JSON
        do { document = try JSON(parsing: Array(json.utf8)) } catch { throw SandboxError(.clientMetadata, "The document is not JSON") }
        do {
            try world.get().clients.register(document)
        } catch let rejection as ClientRejection {
            throw SandboxError(.clientMetadata, "\(rejection.field): \(rejection.rule)")
        }
    }

    /// Ends every session of an account, as when the user withdraws what they granted.
    /// - Returns: How many there were.
    @discardableResult
    public func endSessions(of did: String) async -> Int {
        live?.grants.endAll(of: did) ?? 0
    }
}
