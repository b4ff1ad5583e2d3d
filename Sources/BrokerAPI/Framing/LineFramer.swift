/// Cuts a byte stream into lines. A pure value, so that both ends and the tests share it whatever carries the bytes.
///
/// Memory is bounded by the limit plus one read: a longer line is reported once, then skipped to its newline, and the stream goes on.
public struct LineFramer: Sendable {
    /// What a stream holds.
    public enum Frame: Sendable, Equatable {
        /// A line without its newline; a carriage return before it is dropped too. Empty lines are not reported.
        case line([UInt8])
        /// A line beyond the limit, reported as soon as it is.
        case tooLong
    }

    /// The longest line, in bytes, without its newline.
    public let limit: Int
    private var buffer: [UInt8] = []
    private var start = 0
    private var scanned = 0
    private var isSkipping = false

    /// A framer; the limit defaults to 1 MiB.
    public init(limit: Int = 1_048_576) {
        self.limit = limit
    }

    /// A framer that goes on where another one stopped.
    package init(limit: Int, resuming remainder: Remainder) {
        self.limit = limit
        buffer = remainder.bytes
        isSkipping = remainder.isSkipping
    }

    /// What has come and was not given as a line yet.
    package var remainder: Remainder { Remainder(bytes: Array(buffer[start...]), isSkipping: isSkipping) }

    /// Whether bytes of an unfinished line are waiting.
    public var hasPartialLine: Bool { isSkipping || start < buffer.count }

    /// Takes bytes in; `next()` gives the lines that they complete.
    public mutating func feed(_ bytes: some Sequence<UInt8>) {
        compact()
        buffer.append(contentsOf: bytes)
    }

    /// The next line, or nil until more bytes are fed.
    public mutating func next() -> Frame? {
        while let newline = findNewline() {
            let line = buffer[start..<newline]
            start = newline + 1
            scanned = start
            if isSkipping {
                isSkipping = false
            } else if line.count > limit + 1 {
                return .tooLong
            } else if let frame = frame(line) {
                return frame
            }
        }
        release()
        return giveUpIfTooLong()
    }

    private func frame(_ line: ArraySlice<UInt8>) -> Frame? {
        let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        guard line.count <= limit else { return .tooLong }
        return line.isEmpty ? nil : .line(Array(line))
    }

    private mutating func findNewline() -> Int? {
        let newline = buffer[scanned...].firstIndex(of: UInt8(ascii: "\n"))
        scanned = newline ?? buffer.count
        return newline
    }

    private mutating func giveUpIfTooLong() -> Frame? {
        // One byte of grace: it may be the carriage return of a line that just fits.
        guard isSkipping || buffer.count - start > limit + 1 else { return nil }
        defer { isSkipping = true }
        buffer.removeAll(keepingCapacity: false)
        start = 0
        scanned = 0
        return isSkipping ? nil : .tooLong
    }

    /// Gives back what one long line took: a connection may then be idle for days.
    private mutating func release() {
        guard start == buffer.count, buffer.capacity > 65_536 else { return }
        buffer = []
        start = 0
        scanned = 0
    }

    private mutating func compact() {
        guard start > 0 else { return }
        buffer.removeFirst(start)
        scanned -= start
        start = 0
    }
}
