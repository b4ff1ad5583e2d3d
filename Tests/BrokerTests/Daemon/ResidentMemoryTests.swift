import FoundationEssentials
import Testing

@testable import Broker

@Suite(.serialized, .timeLimit(.minutes(1)))
struct ResidentMemoryTests {
    /// Pages of files, in KiB, as the kernel counts them for this process (proc(5)).
    private static func filePages() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("RssFile:") })
        return try #require(Int(line.dropFirst(8).trimmingPrefix { $0.isWhitespace }.prefix { $0.isNumber }))
    }

    @Test func `gives back pages of the program, which goes on`() throws {
        let before = try Self.filePages()
        ResidentMemory.release()
        #expect(try Self.filePages() < before)
    }
}
