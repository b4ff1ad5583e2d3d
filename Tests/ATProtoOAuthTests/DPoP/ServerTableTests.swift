import ATProtoSyntax
import Foundation
import HTTPTypes
import Testing

@testable import ATProtoOAuth

/// §5.5, §5.8: what is learned of servers.
@Suite struct ServerTableTests {
    private let now = Date(timeIntervalSince1970: 1_767_225_600)

    private func url(_ host: String) throws -> HTTPURL { try HTTPURL("https://\(host).example.com/a?b") }

    @Test(arguments: [
        ("Thu, 01 Jan 2026 00:00:04 GMT", 0), ("Thu, 01 Jan 2026 00:00:05 GMT", 5), ("Wed, 31 Dec 2025 23:50:00 GMT", -600), ("rubbish", 0),
    ])
    func `takes a difference of five seconds and more for a wrong clock`(date: String, offset: TimeInterval) throws {
        let table = ServerTable()
        #expect(table.learn(from: [.date: date], of: try url("a"), receivedAt: now) == nil)
        #expect(table.clockOffset(of: try url("a")) == offset)
    }

    @Test func `unlearns a difference that has gone, and keeps a nonce that was not renewed`() throws {
        let table = ServerTable()
        #expect(table.learn(from: [.date: "Thu, 01 Jan 2026 01:00:00 GMT", .nonce: "n"], of: try url("a"), receivedAt: now) == "n")
        #expect(table.clockOffset(of: try url("a")) == 3600)
        table.learn(from: [.date: "Thu, 01 Jan 2026 00:00:00 GMT"], of: try url("a"), receivedAt: now)
        #expect(table.clockOffset(of: try url("a")) == 0)
        #expect(table.nonces.nonce(for: try url("a")) == "n")
    }

    @Test func `callers apart share clocks and warnings, and no nonces`() throws {  // §5.5, §5.8
        let table = ServerTable()
        let (one, two) = (table.separatingNonces(), table.separatingNonces())
        let url = try url("a")
        #expect(one.learn(from: [.date: "Thu, 01 Jan 2026 01:00:00 GMT", .nonce: "n"], of: url, receivedAt: now) == "n")
        #expect(one.isNews(ServerWarning(url.origin, .nonce)))
        #expect(one.nonces.nonce(for: url) == "n")
        for other in [table, two] {
            #expect(other.nonces.nonce(for: url) == nil)
            #expect(other.clockOffset(of: url) == 3600)
            #expect(!other.isNews(ServerWarning(url.origin, .nonce)))
        }
    }

    @Test func `is bounded, and forgets what was used longest ago`() throws {
        let table = ServerTable(capacity: 2)
        #expect(["a", "b", "a", "c"].map { table.isNews(ServerWarning($0, .nonce)) } == [true, true, false, true])
        #expect(table.isNews(ServerWarning("b", .nonce)))
        #expect(!table.isNews(ServerWarning("c", .nonce)))
    }
}
