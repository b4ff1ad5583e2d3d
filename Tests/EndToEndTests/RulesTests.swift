import Testing

/// Holds the table of rules of the documentation against the tests there are.
@Suite struct RulesTests {
    @Test func `every rule has tests that exist, or says why it has none`() throws {
        let suites = try Articles.testsBySuite()
        for rule in try Articles.rules() {
            let number = rule.number.map(String.init).joined(separator: ".")
            #expect(!rule.text.isEmpty, "\(number) says nothing")
            #expect(rule.tests.isEmpty == (rule.reason != nil), "\(number) has neither tests nor a reason, or both")
            if let reason = rule.reason { #expect(reason.count > 20, "\(number): \(reason) is no reason") }
            for (suite, name) in rule.tests {
                #expect(suites[suite]?.contains(name) == true, "\(number): \(suite) has no test \(name)")
            }
        }
    }

    @Test func `rules are numbered in order, each once, and all parts are there`() throws {
        let numbers = try Articles.rules().map(\.number)
        #expect(numbers.count > 250)
        for (one, next) in zip(numbers, numbers.dropFirst()) {
            #expect(one.lexicographicallyPrecedes(next), "\(one) stands before \(next)")
        }
        #expect(Set(numbers.compactMap(\.first)) == Set(1...11))
    }

    @Test func `comments in the tests name rules that there are`() throws {
        let numbers = try Articles.rules().map(\.number)
        for named in try Articles.namedRules() {
            #expect(numbers.contains { $0.starts(with: named) }, "there is no rule \(named)")
        }
    }
}
