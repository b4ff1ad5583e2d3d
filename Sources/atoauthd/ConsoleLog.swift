import Broker
import FoundationEssentials
import Glibc
import Logging

/// Writes events to standard error, one line each, as text or as JSON.
///
/// Texts of an event may come from callers and servers: nothing in them can end the line or reach a terminal as a command.
/// Where the journal reads, lines begin with their priority, which it takes off (sd-daemon(3)).
struct ConsoleLog: LogHandler {
    let format: LogConfiguration.Format
    let isForJournal: Bool
    let now: @Sendable () -> Date
    let write: @Sendable (String) -> Void
    let threshold: LogThreshold
    var metadata: Logger.Metadata = [:]

    init(
        _ format: LogConfiguration.Format, threshold: LogThreshold, isForJournal: Bool = false,
        now: @escaping @Sendable () -> Date = { Date() }, write: @escaping @Sendable (String) -> Void = writeToStandardError
    ) {
        self.format = format
        self.isForJournal = isForJournal
        self.now = now
        self.write = write
        self.threshold = threshold
    }

    var logLevel: Logger.Level {
        get { threshold.level }
        set { threshold.level = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = event.fields(with: metadata)
        let time = now().formatted(Date.ISO8601FormatStyle())
        let prefix = isForJournal ? "<\(event.level.priority)>" : ""
        switch format {
        case .text: write("\(prefix)\(time) \(event.level.rawValue) \(Self.line("\(event.message)", fields))\n")
        case .json: write(prefix + Self.json(["time": time, "level": event.level.rawValue, "message": "\(event.message)"], fields) + "\n")
        }
    }

    /// One call a line, so that lines of several threads do not mix; a reader that is gone loses them, and nothing else happens.
    @Sendable static func writeToStandardError(_ line: String) {
        var line = line
        line.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    private static func json(_ own: [String: String], _ fields: [String: String]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(fields.merging(own) { _, own in own }) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }

    private static func line(_ message: String, _ fields: [String: String]) -> String {
        let pairs = fields.sorted { $0.key < $1.key }.map { "\(escaped($0.key))=\(quoted($0.value))" }
        return ([escaped(message)] + pairs).joined(separator: " ")
    }

    private static func quoted(_ text: String) -> String {
        let isWord = !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 != 0x3D && $0 != 0x7F }
        return isWord ? escaped(text) : "\"\(escaped(text.replacing("\"", with: "\\\"")))\""
    }

    /// Control characters, and those that change the direction of text, as Swift would write them.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: escaped += "\\u{\(String(scalar.value, radix: 16))}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
