public import FoundationEssentials
import HTTPTypes

extension OAuthResponseError {
    /// The longest wait that is passed on, in seconds: a day. What a server asks for is its own invention, and is reckoned with.
    public static let longestRetryAfter: TimeInterval = 86_400

    /// How many seconds the server asks to be left alone, counted from `now` (RFC 9110 section 10.2.3), ``longestRetryAfter`` at most; nil
    /// if it does not.
    public func retryAfter(at now: Date) -> TimeInterval? {
        guard let text = headers[.retryAfter] else { return nil }
        let isNumber = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        // A number beyond all integers is a number all the same.
        let seconds = isNumber ? TimeInterval(text) : HTTPDate.parse(text).map { $0.timeIntervalSince(now) }
        return seconds.map { min(max(0, $0), Self.longestRetryAfter) }
    }
}
