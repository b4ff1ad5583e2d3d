import ATProtoIdentity
import FoundationEssentials
import Testing

struct TTLCacheTests {
    private let clock = ManualClock()

    @Test func `keeps a value until its time, which reading does not prolong`() {
        let cache = TTLCache<String, Int>(capacity: 10, now: clock.now)
        cache.store(1, for: "a", lifetime: .milliseconds(2500))
        clock.advance(2)
        #expect(cache.value(for: "a") == 1)
        clock.advance(0.5)
        #expect(cache.value(for: "a") == nil)
        #expect(cache.count == 0)
    }

    @Test func `gives up what was not used for longest`() {
        let cache = TTLCache<String, Int>(capacity: 2, now: clock.now)
        cache.store(1, for: "a", lifetime: .seconds(9))
        cache.store(2, for: "b", lifetime: .seconds(9))
        #expect(cache.value(for: "a") == 1)
        cache.store(3, for: "c", lifetime: .seconds(9))
        #expect(cache.value(for: "b") == nil)
        #expect(cache.value(for: "a") == 1)
        #expect(cache.value(for: "c") == 3)
    }

    @Test func `gives up expired values first`() {
        let cache = TTLCache<String, Int>(capacity: 2, now: clock.now)
        cache.store(1, for: "old", lifetime: .seconds(9))
        cache.store(2, for: "brief", lifetime: .seconds(1))
        clock.advance(1)
        cache.store(3, for: "new", lifetime: .seconds(9))
        #expect(cache.value(for: "old") == 1)
        #expect(cache.count == 2)
    }

    @Test func `counts costs`() {
        let cache = TTLCache<String, Int>(capacity: 10, now: clock.now)
        cache.store(1, for: "a", lifetime: .seconds(9), cost: 6)
        cache.store(1, for: "a", lifetime: .seconds(9), cost: 6)
        cache.store(2, for: "b", lifetime: .seconds(9), cost: 4)
        #expect(cache.count == 2)
        cache.store(3, for: "c", lifetime: .seconds(9), cost: 5)
        #expect(cache.value(for: "a") == nil)
        #expect(cache.value(for: "c") == 3)
    }

    @Test func `does not keep what is too large or expired at once, and drops what it replaced`() {
        let cache = TTLCache<String, Int>(capacity: 2, now: clock.now)
        cache.store(1, for: "a", lifetime: .seconds(9))
        cache.store(2, for: "a", lifetime: .seconds(9), cost: 3)
        #expect(cache.value(for: "a") == nil)
        cache.store(3, for: "b", lifetime: .zero)
        #expect(cache.count == 0)
    }

    @Test func `a value of before the clock was set back has expired`() {
        let cache = TTLCache<String, Int>(capacity: 2, now: clock.now)
        cache.store(1, for: "a", lifetime: .seconds(9))
        clock.advance(-3600)
        #expect(cache.value(for: "a") == nil)
        #expect(cache.count == 0)
        cache.store(2, for: "a", lifetime: .seconds(9))
        #expect(cache.value(for: "a") == 2)
        clock.advance(3600)
        cache.store(3, for: "b", lifetime: .seconds(9))
        clock.advance(-1)
        cache.store(4, for: "c", lifetime: .seconds(9))
        cache.store(5, for: "d", lifetime: .seconds(9))
        #expect(cache.value(for: "c") == 4)
    }

    @Test func `forgets`() {
        let cache = TTLCache<String, Int>(capacity: 2, now: clock.now)
        cache.store(1, for: "a", lifetime: .seconds(9))
        cache.store(2, for: "b", lifetime: .seconds(9))
        cache.remove("a")
        #expect(cache.value(for: "a") == nil)
        cache.removeAll()
        #expect(cache.value(for: "b") == nil)
    }
}
