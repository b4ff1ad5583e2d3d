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

    @Test func `gives back after a time without work, and not while there is some`() async {
        let times = Mutexed<[Duration]>([.zero, .zero, .seconds(1), .seconds(2), .seconds(2)])
        let left = Mutexed<[Int]>([])
        let task = Mutexed<Task<Void, Never>?>(nil)
        let work = Task {
            await ResidentMemory.releaseWhileIdle(every: .milliseconds(10)) {
                var time: Duration = .seconds(2)
                times.change { times in
                    if !times.isEmpty { time = times.removeFirst() }
                    if times.isEmpty { task.value?.cancel() }
                }
                return time
            } release: {
                left.change { $0.append(times.value.count) }
            }
        }
        task.change { $0 = work }
        await work.value
        #expect(left.value.prefix(2) == [3, 0])
    }
}
