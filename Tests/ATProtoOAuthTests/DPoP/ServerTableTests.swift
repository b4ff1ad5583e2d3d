import ATProtoSyntax
import Foundation
import HTTPTypes
import Testing

@testable import ATProtoOAuth

/// §5.5, §5.8: what is learned of servers.
@Suite struct ServerTableTests {
    private let now = Date(timeIntervalSince1970: 1_767_225_600)

    private func url(_ host: String) throws -> HTTPURL { try HTTPURL("https://\(host).example.com/a?b") }

    @Test func `remembers by origin`() throws {
        let table = ServerTable()
        table.keep(nonce: "n", for: try url("a"), at: now)
        #expect(table.nonce(for: try HTTPURL("https://a.example.com/other")) == "n")
        #expect(table.nonce(for: try HTTPURL("https://a.example.com:8443/")) == nil)
        #expect(table.nonce(for: try HTTPURL("http://a.example.com/")) == nil)
        #expect(table.clockOffset(of: try url("b")) == 0)
    }

    @Test func `a nonce is fresh for a minute from when it came, and tried for longer`() throws {  // §5.5
        let table = ServerTable()
        let url = try url("a")
        #expect(!table.hasFreshNonce(for: url, at: now))
        table.keep(nonce: "n", for: url, at: now)
        #expect(table.hasFreshNonce(for: url, at: now + 59))
        #expect(!table.hasFreshNonce(for: url, at: now + 60))
        #expect(table.nonce(for: url) == "n")
        table.learn(from: [.nonce: "n"], of: url, receivedAt: now + 60)
        #expect(table.hasFreshNonce(for: url, at: now + 119))
    }

    @Test func `is bounded, and forgets what was used longest ago`() throws {
        let table = ServerTable(capacity: 2)
        for host in ["a", "b", "a", "c"] { table.keep(nonce: host, for: try url(host), at: now) }
        #expect(try ["a", "b", "c"].map { table.nonce(for: try url($0)) } == ["a", nil, "c"])
    }

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
        #expect(table.nonce(for: try url("a")) == "n")
    }
}
