import Testing

@testable import Broker

struct CensusTests {
    @Test func `each user has a bound of their own`() {
        let census = Census(perUser: 2)
        #expect(census.enter(1))
        #expect(census.enter(1))
        #expect(!census.enter(1))
        #expect(census.enter(2))
    }

    @Test func `many are counted in whole or not at all`() {
        let census = Census(perUser: 10)
        #expect(census.enter(1, 8))
        #expect(!census.enter(1, 3))
        #expect(census.enter(1, 2))
        census.leave(1, 8)
        #expect(census.enter(1, 8))
    }

    @Test func `whoever leaves makes room for others`() {
        let census = Census(perUser: 5, total: 1)
        #expect(census.enter(1))
        #expect(!census.enter(2))
        census.leave(1)
        #expect(census.enter(2))
    }
}
