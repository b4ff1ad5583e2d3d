/// What a JSON text may contain, so that a hostile line costs no more memory or stack than a friendly one.
public struct JSONLimits: Sendable, Equatable {
    /// How deeply lists and objects may nest.
    public var depth: Int
    /// How many values of all kinds the text may hold: an element costs 2 bytes on the wire and 20 times that in memory.
    public var values: Int

    /// Limits of one's own.
    public init(depth: Int = 32, values: Int = 65_536) {
        self.depth = depth
        self.values = values
    }

    /// For what clients send to the daemon.
    public static let request = JSONLimits()
    /// For what the daemon answers: lists of all sessions of a large machine are long.
    public static let response = JSONLimits(depth: 64, values: 8_388_608)
}
