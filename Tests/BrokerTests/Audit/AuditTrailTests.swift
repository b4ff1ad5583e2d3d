import BrokerAPI
import FoundationEssentials
import Logging
import Testing

@testable import Broker

struct AuditTrailTests {
    private let home = TemporaryDirectory()
    private let metrics = Metrics()

    private func trail(fileBytes: Int = 65_536, files: Int = 2) throws -> AuditTrail {
        var configuration = AuditConfiguration()
        configuration.fileBytes = fileBytes
        configuration.files = files
        return try AuditTrail(
            configuration, in: home.path, metrics: metrics, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            now: { Date(timeIntervalSince1970: 1_800_000_000) })
    }

    private func all(_ trail: AuditTrail) async throws -> [AuditEntry] {
        try await trail.reader().entries(AuditQuery(after: 0, limit: 1_000_000))
    }

    private var files: [String] { AuditFolder(path: home.path).files }

    private func edit(_ file: String, _ change: (String) -> String) throws {
        let url = URL(filePath: file)
        try Data(change(String(contentsOf: url, encoding: .utf8)).utf8).write(to: url)
    }

    @Test func `keeps who did what where, and no more`() async throws {
        let trail = try trail()
        trail.append(.make())
        let entry = try #require(try await all(trail).first)
        #expect(entry.sequence == 1)
        #expect(entry.time.description == "2027-01-15T08:00:00.000Z")
        #expect((entry.peer.uid, entry.account, entry.method) == (1000, "did:web:alice.example", "session.signRequest"))
        #expect((entry.origin, entry.nsid, entry.decision) == ("https://pds.example", "app.bsky.feed.getTimeline", "allowed"))
        #expect(try !String(contentsOf: URL(filePath: files[0]), encoding: .utf8).contains("secret"))
        #expect(try home.mode(String(files[0].dropFirst(home.path.count + 1))) == 0o600)
        #expect(AdminAudit.definition.result.validate(try JSONValue(encoding: AdminAudit.Result(entries: [entry], verified: true))).isEmpty)
    }

    @Test func `the chain goes on where the last process left it`() async throws {
        for number in 1...3 {
            let trail = try trail()
            trail.append(.make())
            await trail.flush()
            #expect(try await all(trail).map(\.sequence) == Array(1...Int64(number)))
            #expect(try await trail.reader().firstBrokenLine() == nil)
        }
    }

    @Test func `a line that was changed shows`() async throws {
        let trail = try trail()
        for uid in 1...5 as ClosedRange<UInt32> { trail.append(.make(uid: uid)) }
        await trail.flush()
        try edit(files[0]) { $0.replacing(#""uid":3"#, with: #""uid":9"#) }
        #expect(try await trail.reader().firstBrokenLine() == 3)
    }

    @Test(arguments: [0, 2, 4]) func `a line that was removed shows`(index: Int) async throws {
        let trail = try trail()
        for uid in 1...5 as ClosedRange<UInt32> { trail.append(.make(uid: uid)) }
        await trail.flush()
        try edit(files[0]) { text in
            var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            lines.remove(at: index + 1)
            return lines.joined(separator: "\n")
        }
        #expect(try await trail.reader().firstBrokenLine() == Int64(index + 1))
        // Nor does starting anew hide it.
        let next = try self.trail()
        next.append(.make())
        await next.flush()
        #expect(try await next.reader().firstBrokenLine() == Int64(index + 1))
    }

    @Test func `lines that were swapped or written by somebody else show`() async throws {
        let trail = try trail()
        for uid in 1...4 as ClosedRange<UInt32> { trail.append(.make(uid: uid)) }
        await trail.flush()
        let original = try String(contentsOf: URL(filePath: files[0]), encoding: .utf8)
        try edit(files[0]) { text in
            var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            lines.swapAt(2, 3)
            return lines.joined(separator: "\n")
        }
        #expect(try await trail.reader().firstBrokenLine() == 2)
        try edit(files[0]) { _ in original + "{\"sequence\":5,\"hash\":\"\(String(repeating: "0", count: 64))\"}\n" }
        #expect(try await trail.reader().firstBrokenLine() == 5)
    }

    @Test func `a trail that was moved away shows`() async throws {
        let trail = try trail()
        trail.append(.make())
        await trail.flush()
        try FileManager.default.removeItem(atPath: files[0])
        #expect(try await trail.reader().firstBrokenLine() == 1)
        let next = try self.trail()
        next.append(.make())
        #expect(try await next.reader().firstBrokenLine() == 1)
    }

    @Test func `files are followed by others and let go of, and the chain holds across them`() async throws {
        let trail = try trail(files: 3)
        // No more at once than get lines of their own.
        for _ in 1...60 {
            for uid in 1...50 as ClosedRange<UInt32> { trail.append(.make(uid: uid)) }
            await trail.flush()
        }
        #expect(files.count == 3)
        let reader = await trail.reader()
        #expect(reader.head.last.sequence == 3000)
        #expect(reader.head.first > 1)
        #expect(try await reader.firstBrokenLine() == nil)
        let newest = try await reader.entries(AuditQuery(limit: 4))
        #expect(newest.map(\.sequence) == [2997, 2998, 2999, 3000])
        let middle = try await reader.entries(AuditQuery(after: 2900, uid: 7, limit: 10))
        #expect(middle.map(\.peer.uid) == [7, 7])
        try FileManager.default.removeItem(atPath: files[0])
        #expect(try await reader.firstBrokenLine() == reader.head.first)
    }

    @Test func `under load equal calls share a line that counts them`() async throws {
        let trail = try trail()
        for _ in 1...1000 { trail.append(.make()) }
        trail.append(.make(uid: 7))
        let entries = try await all(trail)
        #expect(entries.reduce(0) { $0 + ($1.count ?? 1) } == 1001)
        #expect(entries.count < 100)
    }

    @Test func `a user with thousands of different calls at once does not push the others out`() async throws {
        let trail = try trail(fileBytes: 1 << 20)
        for number in 1...5000 { trail.append(.make(place: .url("https://pds.example/xrpc/a.b.c\(number)"))) }
        for _ in 1...3 { trail.append(.make(uid: 7)) }
        let entries = try await all(trail)
        #expect(entries.reduce(0) { $0 + ($1.count ?? 1) } == 5003)
        #expect(entries.count < 100)
        #expect(entries.contains { $0.peer.uid == 7 && $0.nsid == "app.bsky.feed.getTimeline" && $0.count == 3 })
        #expect(try await trail.reader().firstBrokenLine() == nil)
    }

    @Test func `calls that wait to be written are bounded in bytes too, and those without room are counted`() async throws {
        let trail = try trail(fileBytes: 1 << 20)
        let long = "https://pds.example/xrpc/" + String(repeating: "a", count: 8000)
        for _ in 1...4000 { trail.append(.make(place: .url(long))) }
        let entries = try await all(trail)
        #expect(entries.reduce(0) { $0 + ($1.count ?? 1) } == 4000)
        #expect(entries.contains { $0.method == "admin.audit" && ($0.count ?? 0) > 1000 })
    }

    @Test func `half a line that a crash left behind is no forgery`() async throws {
        let trail = try trail()
        trail.append(.make())
        await trail.flush()
        try edit(files[0]) { $0 + #"{"sequence":2,"met"# }
        let next = try self.trail()
        next.append(.make())
        #expect(try await all(next).map(\.sequence) == [1, 2])
        #expect(try await next.reader().firstBrokenLine() == nil)
    }

    @Test func `where lines cannot be written they wait, and the fault is told until they are`() async throws {
        let trail = try trail()
        var written: Int64 = 0
        while try Data(contentsOf: URL(filePath: files[0])).count < 65_536 {
            for uid in 1...40 as ClosedRange<UInt32> { trail.append(.make(uid: uid)) }
            await trail.flush()
            written += 40
        }
        // The file that would follow cannot be made.
        let next = AuditFolder(path: home.path).file(from: written + 1)
        try FileManager.default.createDirectory(atPath: next, withIntermediateDirectories: false)
        trail.append(.make(uid: 41))
        await trail.flush()
        #expect(trail.fault != nil)
        // The trail's own writer may have tried as well.
        #expect(metrics.value(.auditFailures) >= 1)
        try FileManager.default.removeItem(atPath: next)
        await trail.flush()
        #expect(trail.fault == nil)
        #expect(try await all(trail).last?.peer.uid == 41)
        #expect(try await trail.reader().firstBrokenLine() == nil)
        #expect(metrics.value(.auditLost) == 0)
    }

    @Test func `what there is no room for is counted, here and in the trail`() async throws {
        let trail = try trail()
        for uid in 0..<20_000 as Range<UInt32> { trail.append(.make(uid: uid % 100)) }
        let lost = metrics.value(.auditLost)
        let entries = try await all(trail)
        #expect(entries.reduce(0) { $0 + ($1.count ?? 1) } == 20_000)
        #expect(entries.filter { $0.decision == "denied" }.reduce(0) { $0 + ($1.count ?? 0) } == lost)
    }
}
