/// The text of a configuration, which still knows on what line a key stands when the parser has forgotten it.
struct ConfigurationSource {
    let file: String
    let text: String

    func error(_ path: [String], _ rule: String) -> ConfigurationError {
        // What stands within an inline table has the line of the nearest thing around it that has one.
        let nearest = path.indices.reversed().lazy.compactMap { last in line(of: Array(path[...last])) }.first
        return ConfigurationError(file: file, line: nearest, key: path.isEmpty ? nil : path.joined(separator: "."), rule: rule)
    }

    /// The line of a key or of a table's header; nil for the insides of an inline table.
    func line(of path: [String]) -> Int? {
        var table: [String] = []
        var occurrences: [[String]: Int] = [:]
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let content = line.drop { $0 == " " || $0 == "\t" }
            if content.hasPrefix("[") {
                let name = Self.keys(content.drop { $0 == "[" }.prefix { $0 != "]" })
                table = name
                if content.hasPrefix("[["), let last = name.last {
                    table = name.dropLast() + [Self.name(last, occurrences[name, default: 0])]
                    occurrences[name, default: 0] += 1
                }
                if table == path || name == path { return index + 1 }
            } else if let equals = content.firstIndex(of: "="), table + Self.keys(content[..<equals]) == path {
                return index + 1
            }
        }
        return nil
    }

    /// What messages call one of several tables of a name; they count from 1.
    static func name(_ key: String, _ index: Int) -> String { "\(key)[\(index + 1)]" }

    private static func keys(_ text: Substring) -> [String] {
        text.split(separator: ".").map { part in
            let content = part.drop { $0.isWhitespace }
            let end = content.lastIndex { !$0.isWhitespace }.map { content.index(after: $0) } ?? content.startIndex
            return String(content[..<end].filter { $0 != "\"" && $0 != "'" })
        }
    }
}
