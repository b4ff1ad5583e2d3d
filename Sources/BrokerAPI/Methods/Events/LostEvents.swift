/// The notification `events.lost`: this subscriber read too slowly, or the daemon restarted meanwhile, and events were dropped; ask
/// `session.list` anew.
public struct LostEvents: Codable, Sendable, Equatable {
    /// The notification's method name.
    public static let method = "events.lost"

    /// How many were dropped since the last notification.
    public var count: Int

    /// So many lost events.
    public init(count: Int) { self.count = count }
}
