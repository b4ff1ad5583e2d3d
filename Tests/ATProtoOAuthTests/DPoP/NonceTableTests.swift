import ATProtoOAuth
import ATProtoSyntax
import Foundation
import Testing

/// §5.5: the nonces of origins.
@Suite struct NonceTableTests {
    private let now = Date(timeIntervalSince1970: 1_767_225_600)

    private func url(_ host: String) throws -> HTTPURL { try HTTPURL("https://\(host).example.com/a?b") }

    @Test func `remembers by origin`() throws {
        let table = NonceTable()
        table.keep("n", for: try url("a"), at: now)
        #expect(table.nonce(for: try HTTPURL("https://a.example.com/other")) == "n")
        #expect(table.nonce(for: try HTTPURL("https://a.example.com:8443/")) == nil)
        #expect(table.nonce(for: try HTTPURL("http://a.example.com/")) == nil)
    }

    @Test func `a nonce is fresh for a minute from when it came, and tried for longer`() throws {  // §5.5
        let table = NonceTable()
        let url = try url("a")
        #expect(!table.isFresh(for: url, at: now))
        table.keep("n", for: url, at: now)
        #expect(table.isFresh(for: url, at: now + 59))
        #expect(!table.isFresh(for: url, at: now + 60))
        #expect(table.nonce(for: url) == "n")
        table.keep("n", for: url, at: now + 60)
        #expect(table.isFresh(for: url, at: now + 119))
    }

    @Test func `a nonce is not fresh before it came, as when the clock was set back`() throws {
        let table = NonceTable()
        table.keep("n", for: try url("a"), at: now)
        #expect(!table.isFresh(for: try url("a"), at: now - 1))
        #expect(table.nonce(for: try url("a")) == "n")
    }

    @Test func `what a caller reports is tried, and never fresh`() throws {
        let table = NonceTable()
        let url = try url("a")
        table.report("said", for: url)
        #expect(table.nonce(for: url) == "said")
        #expect(!table.isFresh(for: url, at: now))
        table.keep("n", for: url, at: now)
        table.report("n", for: url)
        #expect(table.isFresh(for: url, at: now))
        table.report("other", for: url)
        #expect(!table.isFresh(for: url, at: now))
    }

    @Test func `is bounded, and forgets what was used longest ago`() throws {
        let table = NonceTable(capacity: 2)
        for host in ["a", "b", "a", "c"] { table.keep(host, for: try url(host), at: now) }
        #expect(try ["a", "b", "c"].map { table.nonce(for: try url($0)) } == ["a", nil, "c"])
    }
}
