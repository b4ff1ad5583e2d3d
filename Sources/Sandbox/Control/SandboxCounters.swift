/// What the sandbox did since it started.
public struct SandboxCounters: Sendable, Hashable, Codable {
    /// Requests by endpoint label, refused ones included.
    public var requests: [String: Int] = [:]
    /// Rotations by session id.
    public var rotations: [String: Int] = [:]
    /// Rotations by account DID.
    public var rotationsByAccount: [String: Int] = [:]
    /// Access tokens issued.
    public var tokensIssued = 0
    /// Spent refresh tokens that came again.
    public var refreshTokenReplays = 0
    /// Spent codes that came again.
    public var codeReplays = 0
    /// DPoP proofs refused, nonce challenges not counted.
    public var proofsRefused = 0
    /// Nonce challenges sent.
    public var nonceChallenges = 0
    /// Sessions that ended, for whatever cause.
    public var sessionsEnded = 0
    /// Token requests held at this moment.
    public var heldTokenRequests = 0

    /// Rotations of all sessions together.
    public var totalRotations: Int { rotations.values.reduce(0, +) }

    init() {}
}
