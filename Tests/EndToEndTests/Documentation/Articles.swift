import FoundationEssentials

/// The DocC catalogue of the library, and the sources of its examples.
enum Articles {
    /// Where the tests of the library are.
    static let folders = [
        "Tests/ATProtoOAuthTests", "Tests/EndToEndTests", "Tests/ATProtoSyntaxTests", "Tests/ATProtoIdentityTests", "Tests/JOSETests",
    ]
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// A fenced block of Swift in an article.
    struct Block: Sendable {
        let article: String
        let code: String
    }

    /// Every article by its name.
    static func all() throws -> [String: String] {
        try read(root.appending(path: "Sources/ATProtoOAuth/ATProtoOAuth.docc"), suffix: ".md")
    }

    /// Every block of Swift in the articles.
    static func blocks() throws -> [Block] {
        try all().sorted { $0.key < $1.key }.flatMap { name, text in
            text.split(separator: "```swift\n", omittingEmptySubsequences: false).dropFirst().map { rest in
                Block(article: name, code: String(rest.prefix(upTo: rest.firstRange(of: "\n```")?.lowerBound ?? rest.endIndex)))
            }
        }
    }

    /// What stands between the snippet marks of the example files, by file and name.
    static func snippets() throws -> [String: String] {
        var snippets: [String: String] = [:]
        for (file, text) in try read(root.appending(path: "Tests/EndToEndTests/Documentation"), suffix: ".swift")
        where file != "Articles.swift" {
            var (name, lines): (String?, [Substring]) = (nil, [])
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                let trimmed = line.drop { $0 == " " }
                if trimmed.hasPrefix("// snippet: ") {
                    name = "\(file) \(trimmed.dropFirst(12))"
                } else if trimmed == "// snippet end" {
                    if let name { snippets[name] = dedented(lines) }
                    (name, lines) = (nil, [])
                } else if name != nil {
                    lines.append(line)
                }
            }
        }
        return snippets
    }

    /// A row of the conformance table.
    struct Row: Sendable {
        let reference, symbols, test: String
    }

    /// The conformance table; the heads of its parts are left out.
    static func conformance() throws -> [Row] {
        let lines = try (all()["Conformance.md"] ?? "").split(separator: "\n").filter {
            $0.hasPrefix("| ") && $0 != "| Reference | Here | Test |"
        }
        return lines.map { line in
            let cells = line.split(separator: "|").map { cell in
                String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
            func plain(_ index: Int) -> String { cells.indices.contains(index) ? cells[index].filter { $0 != "`" } : "" }
            return Row(reference: plain(0), symbols: cells.indices.contains(1) ? cells[1] : "", test: plain(2))
        }
    }

    /// The tests there are, by their display names.
    static func testNames() throws -> Set<String> {
        return try folders.reduce(into: []) { names, folder in
            for text in try read(root.appending(path: folder), suffix: ".swift").values {
                for rest in text.split(separator: "func `").dropFirst() { names.insert(String(rest.prefix { $0 != "`" })) }
            }
        }
    }

    private static func dedented(_ lines: [Substring]) -> String {
        let margin = lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
        return lines.map { $0.dropFirst(margin) }.joined(separator: "\n")
    }

    static func read(_ folder: URL, suffix: String) throws -> [String: String] {
        var texts: [String: String] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) where path.hasSuffix(suffix) {
            texts[path] = String(decoding: try Data(contentsOf: folder.appending(path: path)), as: UTF8.self)
        }
        return texts
    }
}
