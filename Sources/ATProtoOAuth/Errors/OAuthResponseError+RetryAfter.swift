public import FoundationEssentials
import HTTPTypes

extension OAuthResponseError {
    /// How many seconds the server asks to be left alone, counted from `now` (RFC 9110 section 10.2.3); nil if it does not.
    public func retryAfter(at now: Date) -> TimeInterval? {
        guard let text = headers[.retryAfter] else { return nil }
        if let seconds = UInt32(text) { return TimeInterval(seconds) }
        return HTTPDate.parse(text).map { max(0, $0.timeIntervalSince(now)) }
    }
}
