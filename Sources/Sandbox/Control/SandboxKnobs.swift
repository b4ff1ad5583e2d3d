/// What can be turned while the sandbox runs. Durations are in seconds, fractions allowed.
public struct SandboxKnobs: Sendable, Hashable, Codable {
    /// How long an access token works.
    public var accessTokenLifetime: Double = 3600
    /// How often the DPoP nonce changes; one works for two to three intervals.
    public var nonceRotationInterval: Double = 60
    /// How long a session lasts from sign-in; nil for two weeks (public clients) or two years (confidential ones).
    public var sessionLifetime: Double?
    /// How long a token request waits before anything is spent or issued.
    public var latencyBeforeIssue: Double = 0
    /// How long it waits after tokens were issued, before the answer is sent.
    public var latencyAfterIssue: Double = 0
    /// Where token requests are held until the knob is turned back to `none`.
    public var hold = TokenHold.none
    /// For how many token requests the connection is closed, without an answer, after the tokens were issued; -1 for all.
    public var dropTokenResponses = 0
    /// How many refreshes are refused, the refresh token surviving; -1 for all.
    public var refuseRefreshes = 0
    /// The OAuth error code of those refusals.
    public var refusalError = "invalid_grant"
    /// The HTTP status of those refusals.
    public var refusalStatus = 400
    /// Scope values that refreshes no longer grant, as if the user had taken them back.
    public var withheldScopes: [String] = []
    /// Failures by endpoint label, such as `/oauth/token`, `/xrpc/com.atproto.server.getSession` or `plc`.
    public var failures: [String: EndpointFailure] = [:]
    /// Leaves `DPoP-Nonce` out of every answer.
    public var omitNonceHeader = false
    /// What the `Date` header is off by.
    public var dateOffset: Double = 0

    /// A well-behaved server.
    public init() {}
}
