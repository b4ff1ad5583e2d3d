import Logging

extension LogEvent {
    /// The event's metadata over that of its logger, as text.
    func fields(with common: Logger.Metadata) -> [String: String] {
        var fields = common.merging(metadata ?? [:]) { _, own in own }.mapValues { "\($0)" }
        if let error { fields["error"] = "\(error)" }
        return fields
    }
}
