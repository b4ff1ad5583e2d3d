/// Bounds on a client's waiting and memory.
public struct BrokerClientOptions: Sendable {
    /// How long a call may take.
    public var timeout: Duration = .seconds(60)
    /// How long a call goes on trying to reach a daemon that was there before, such as one that restarts.
    public var patience: Duration = .seconds(5)
    /// The pause after the first failed attempt to connect; each next one is twice as long.
    public var firstPause: Duration = .milliseconds(20)
    /// The longest pause between two attempts to connect.
    public var longestPause: Duration = .seconds(5)
    /// The longest answer, in bytes.
    public var lineLimit = 67_108_864
    /// The most events that wait for a slow reader; further ones are dropped and counted.
    public var eventBuffer = 256
    /// What measures pauses.
    public var clock: any Clock<Duration> = ContinuousClock()

    /// The defaults.
    public init() {}
}
