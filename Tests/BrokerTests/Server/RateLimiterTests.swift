import BrokerAPI
import Testing

@testable import Broker

struct RateLimiterTests {
    private let start = ContinuousClock.now

    @Test func `a second's worth of calls passes at once, the next waits for its share`() throws {
        let limiter = RateLimiter(callsPerSecond: 10)
        for _ in 1...10 { try limiter.admit(1, at: start) }
        let error = #expect(throws: RPCError.self) { try limiter.admit(1, at: start) }
        #expect(error?.type == .rateLimited)
        #expect(error?.data?["retryAfterMs"] == 100)
        try limiter.admit(1, at: start + .milliseconds(100))
    }

    @Test func `asking whether there is room uses none of it`() throws {
        let limiter = RateLimiter(callsPerSecond: 1)
        for _ in 1...3 { #expect(limiter.wouldAdmit(1, at: start)) }
        try limiter.admit(1, at: start)
        #expect(!limiter.wouldAdmit(1, at: start))
        #expect(limiter.wouldAdmit(1, at: start + .seconds(1)))
    }

    @Test func `silence does not save up more than a second's worth`() throws {
        let limiter = RateLimiter(callsPerSecond: 2)
        try limiter.admit(1, at: start)
        for _ in 1...2 { try limiter.admit(1, at: start + .seconds(3600)) }
        #expect(throws: RPCError.self) { try limiter.admit(1, at: start + .seconds(3600)) }
    }

    @Test func `users do not slow each other down`() throws {
        let limiter = RateLimiter(callsPerSecond: 1)
        try limiter.admit(1, at: start)
        try limiter.admit(2, at: start)
        #expect(throws: RPCError.self) { try limiter.admit(1, at: start) }
    }
}
