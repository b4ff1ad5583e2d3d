/// An account of the practice world.
public struct SandboxAccount: Sendable, Hashable {
    /// The handle, lower-case, for instance `alice.test`.
    public var handle: String
    /// What the sign-in page asks for.
    public var password: String
    /// The DID, or nil for a `did:plc` that is derived from the handle and therefore the same in every run.
    public var did: String?

    /// Describes an account; it exists once a server was configured with it or `addAccount(_:)` was called.
    public init(handle: String, password: String = "sandbox", did: String? = nil) {
        self.handle = handle
        self.password = password
        self.did = did
    }
}
