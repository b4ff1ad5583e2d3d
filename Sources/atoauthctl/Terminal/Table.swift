/// Columns for people.
enum Table {
    /// Prints rows with their columns aligned; nothing is cut off, so that a line can be copied.
    static func say(_ header: [String], _ rows: [[String]]) {
        let lines = ([header] + rows).map { $0.map { TerminalText.escape($0) } }
        let widths = header.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        for line in lines {
            let cells = zip(line, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
            var text = cells.joined(separator: "  ")
            while text.last == " " { text.removeLast() }
            Console.say(text)
        }
    }
}
