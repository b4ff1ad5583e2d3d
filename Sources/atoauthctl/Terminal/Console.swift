import BrokerAPI
import Glibc

/// Standard output and standard error, unbuffered: a script that reads a line gets it while the command still waits.
enum Console {
    static var isOutputTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
    static var isInputTerminal: Bool { isatty(STDIN_FILENO) == 1 }

    /// A line of text for people.
    static func say(_ text: String) { write(Array(TerminalText.escape(text).utf8) + [0x0A], to: STDOUT_FILENO) }

    /// A line of JSON for programs.
    static func say(_ value: JSONValue) {
        write(Array(TerminalText.escapeJSON(String(decoding: value.bytes, as: UTF8.self)).utf8) + [0x0A], to: STDOUT_FILENO)
    }

    /// A line of JSON for programs, from any type of the API.
    static func say(json value: some Encodable) throws { say(try JSONValue(encoding: value)) }

    /// A remark for people, beside the data.
    static func remark(_ text: String) { write(Array(TerminalText.escape(text).utf8) + [0x0A], to: STDERR_FILENO) }

    /// A complaint for people.
    static func complain(_ text: String) { remark("atoauthctl: \(text)") }

    /// A response's body: as it is into a file or pipe, escaped and on a line of its own onto a terminal.
    ///
    /// - Parameter asLine: whether to end it with a newline in a pipe too, because others follow.
    static func pass(_ body: [UInt8], asLine: Bool) {
        var output = body
        if isOutputTerminal { output = Array(TerminalText.escape(String(decoding: body, as: UTF8.self), keeping: ["\n", "\t"]).utf8) }
        if asLine || isOutputTerminal, output.last != 0x0A { output.append(0x0A) }
        write(output, to: STDOUT_FILENO)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return lost(descriptor, errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// Half of the data is worth less than none to a script that does not know it: only a reader that went away has had enough.
    private static func lost(_ descriptor: Int32, _ cause: Int32) {
        guard descriptor == STDOUT_FILENO, cause != EPIPE else { return }
        Failure("standard output cannot be written: \(String(cString: strerror(cause)))", .output).exit()
    }
}
