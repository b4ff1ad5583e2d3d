public import FoundationEssentials

/// What a `SandboxServer` is made of. Everything that may change while it runs is in `knobs`.
public struct SandboxConfiguration: Sendable {
    /// The address to listen on. Anything but loopback exposes practice passwords and tokens to the network.
    public var host = "127.0.0.1"
    /// The port of the only origin, or of the authorization server if there are two; 0 lets the system choose.
    public var port = 2583
    /// The accounts there are from the start.
    public var accounts = ["alice.test", "bob.test", "carol.test"].map { SandboxAccount(handle: $0) }
    /// The knobs as they stand at the start.
    public var knobs = SandboxKnobs()
    /// Puts the resource server on an origin of its own, where it checks tokens without asking the authorization server:
    /// a revoked access token then works until it expires.
    public var separateResourceServer = false
    /// The port of the second origin, if there is one; 0 lets the system choose.
    public var resourceServerPort = 0
    /// Takes pushed authorization requests and requires them, as the AT Protocol demands. Without, parameters stand in the link.
    public var takesPushedRequests = true
    /// The largest blob that `com.atproto.repo.uploadBlob` takes, in bytes.
    public var maximumBlobSize = 16 * 1024 * 1024
    /// The most blob bytes kept, in all; beyond it uploads are refused.
    public var maximumStoredBlobBytes = 128 * 1024 * 1024
    /// The most journal entries and issued secrets kept; the oldest go first.
    public var historyLimit = 1_000_000
    /// The clock of the whole world.
    public var now: @Sendable () -> Date = { Date() }

    /// The defaults: `alice.test`, `bob.test` and `carol.test` on `http://127.0.0.1:2583`.
    public init() {}
}
