import BrokerAPI
import BrokerClient
import FoundationEssentials
import Glibc
import Sandbox
import Testing

/// Bodies that a user does not read take a bounded amount of the daemon's memory.
@Suite(.timeLimit(.minutes(1))) struct FetchMemoryTests {
    private static let configuration = """
        [server]
        body_bytes = 1048576
        fetch_memory = 1048576

        [[access]]
        user = \(geteuid())
        operations = ["list", "fetch", "authorize", "admin"]
        """
    private static let size = 300_000
    private static let calls = 12

    @Test func `who does not read answers gets no more of them, and all again when they are read`() async throws {
        try await BrokerWorld.run(configuration: Self.configuration) { world in
            let account = try await world.signIn().account
            let client = world.client
            let text = String(repeating: "x", count: Self.size)
            let record = #"{"repo":"\#(account)","collection":"app.bsky.feed.post","record":{"text":"\#(text)"}}"#
            let created = try await client.fetch(
                .init(
                    account: account, method: "POST", path: "/xrpc/com.atproto.repo.createRecord",
                    headers: ["content-type": "application/json"], body: record))
            #expect(created.status == 200, "\(created.body ?? "")")
            let path = "/xrpc/com.atproto.repo.listRecords?repo=\(account)&collection=app.bsky.feed.post"

            let wire = try Wire(world.socketPath)
            for id in 1...Self.calls {
                let call: JSONValue = [
                    "jsonrpc": "2.0", "id": .int(Int64(id)), "method": "session.fetch",
                    "params": ["account": .string(account), "path": .string(path)],
                ]
                try wire.send(call.bytes + [0x0A])
            }
            var answers: [JSONValue] = []
            try await Self.waitForAnswers(client)
            for _ in 1...Self.calls { answers.append(try JSONValue(parsing: Array(try await wire.next().utf8), limits: .response)) }
            let errors = answers.compactMap { $0["error"] }
            #expect(errors.count >= Self.calls - 6 && errors.count < Self.calls, "\(errors.count)")
            for error in errors {
                #expect(error["data"]?["type"] == "rate_limited")
                #expect(error["message"]?.stringValue?.contains("server.fetch_memory") == true)
            }
            #expect(answers.contains { ($0["result"]?["body"]?.stringValue?.utf8.count ?? 0) > Self.size })

            for _ in 1...6 { #expect(try await client.fetch(.init(account: account, path: path)).status == 200) }
            await client.close()
        }
    }

    /// Waits until the figures tell that every call has its answer, which nobody has read.
    private static func waitForAnswers(_ client: BrokerClient) async throws {
        var answered = 0
        while answered < calls + 1 {
            let lines = try await client.adminMetrics().text.split(separator: "\n")
            answered = lines.filter { $0.hasPrefix("atoauthd_calls_total{method=\"session.fetch\"") }
                .compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }.reduce(0, +)
        }
    }
}
