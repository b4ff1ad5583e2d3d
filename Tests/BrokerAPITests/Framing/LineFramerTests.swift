import BrokerAPI
import Testing

struct LineFramerTests {
    private func frames(_ chunks: [String], limit: Int = 8) -> [LineFramer.Frame] {
        var framer = LineFramer(limit: limit)
        var frames: [LineFramer.Frame] = []
        for chunk in chunks {
            framer.feed(chunk.utf8)
            while let frame = framer.next() { frames.append(frame) }
        }
        return frames
    }

    private func line(_ text: String) -> LineFramer.Frame { .line(Array(text.utf8)) }

    @Test func `several lines in one read come out one by one`() {
        #expect(frames(["a\nb\r\n\nc"]) == [line("a"), line("b")])
    }

    @Test func `a line may arrive a byte at a time`() {
        #expect(frames("hello\nyou\n".map(String.init)) == [line("hello"), line("you")])
    }

    @Test(arguments: ["12345678\n", "12345678\r\n"]) func `a line of exactly the limit fits`(text: String) {
        #expect(frames([text]) == [line("12345678")])
        #expect(frames(text.unicodeScalars.map { String($0) }) == [line("12345678")])
    }

    @Test func `an oversize line is reported once and skipped to its newline`() {
        #expect(frames(["123456789", "0123456789", "0\nok\n"]) == [.tooLong, line("ok")])
        #expect(frames(["12345678901234567890\nok\n"]) == [.tooLong, line("ok")])
        #expect(frames(["123456789\nok\n"]) == [.tooLong, line("ok")])
    }

    @Test func `an oversize line is reported before its end arrives`() {
        #expect(frames(["12345678901"]) == [.tooLong])
    }

    @Test func `a partial line is known to be waiting`() {
        var framer = LineFramer()
        framer.feed("ab".utf8)
        #expect(framer.next() == nil)
        #expect(framer.hasPartialLine)
        framer.feed("c\n".utf8)
        #expect(framer.next() == line("abc"))
        #expect(!framer.hasPartialLine)
    }

    @Test func `a long line leaves nothing behind for the next`() {
        let long = String(repeating: "x", count: 200_000)
        let found = frames([long, "\n", "short\n", long + "\nshort\n"], limit: 1_048_576)
        #expect(found == [line(long), line("short"), line(long), line("short")])
    }
}
