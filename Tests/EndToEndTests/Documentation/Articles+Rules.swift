import FoundationEssentials

extension Articles {
    /// A row of the table of rules.
    struct Rule: Sendable {
        /// `4.4.7` as its parts.
        let number: [Int]
        let text: String
        /// What the row names, suite by suite.
        let tests: [(suite: String, name: String)]
        /// Why there is no test, if there is none.
        let reason: String?
    }

    /// The table of rules.
    static func rules() throws -> [Rule] {
        try (all()["Rules.md"] ?? "").split(separator: "\n").filter { $0.hasPrefix("| ") && !$0.hasPrefix("| |") }.map { line in
            let cells = line.dropFirst(2).dropLast(2).split(separator: " | ", omittingEmptySubsequences: false)
            let shown = cells.count == 3 ? cells[2] : ""
            return Rule(
                number: cells[0].split(separator: ".").compactMap { Int($0) }, text: cells.count > 1 ? String(cells[1]) : "",
                tests: tests(in: shown), reason: shown.hasPrefix("None: ") ? String(shown.dropFirst(6)) : nil)
        }
    }

    /// The tests there are, by the name of the file and suite that holds them.
    static func testsBySuite() throws -> [String: Set<String>] {
        var suites: [String: Set<String>] = [:]
        for folder in folders {
            for (path, text) in try read(root.appending(path: folder), suffix: "Tests.swift") {
                let suite = String(path.split(separator: "/").last?.dropLast(6) ?? "")
                for rest in text.split(separator: "func `").dropFirst() {
                    suites[suite, default: []].insert(String(rest.prefix { $0 != "`" }))
                }
            }
        }
        return suites
    }

    /// The numbers by which comments in the tests of the library name rules.
    static func namedRules() throws -> Set<[Int]> {
        var numbers: Set<[Int]> = []
        for folder in folders where folder != "Tests/EndToEndTests" {
            for text in try read(root.appending(path: folder), suffix: ".swift").values {
                for rest in text.split(separator: "§").dropFirst() {
                    numbers.insert(rest.prefix { $0.isNumber || $0 == "." }.split(separator: ".").compactMap { Int($0) })
                }
            }
        }
        return numbers
    }

    /// Code spans: the name of a suite, then those of its tests.
    private static func tests(in cell: Substring) -> [(suite: String, name: String)] {
        var suite = ""
        var tests: [(suite: String, name: String)] = []
        for (index, span) in cell.split(separator: "`", omittingEmptySubsequences: false).enumerated() where index % 2 == 1 {
            if span.hasSuffix("Tests") { suite = String(span) } else { tests.append((suite, String(span))) }
        }
        return tests
    }
}
