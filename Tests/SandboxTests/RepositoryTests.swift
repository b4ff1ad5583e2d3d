import Foundation
import NIOHTTP1
import Testing

@testable import Sandbox

@Suite struct RepositoryTests {
    private func change(
        _ client: PracticeClient, _ token: String, _ method: String, _ input: String
    ) async throws -> Reply {
        try await client.call(token, "/xrpc/com.atproto.repo.\(method)", method: .POST, body: input)
    }

    @Test func keepsRecords() async throws {
        try await SandboxServer.running { server, client in
            let token = try await client.signIn().access
            let did = try #require(server.did(of: "alice.test"))
            let created = try await change(
                client, token, "createRecord", #"{"repo": "\#(did)", "collection": "app.bsky.feed.post", "record": {"text": "hello"}}"#)
            #expect(created.status == 200)
            let key = try #require(created.json["uri"]?.string?.split(separator: "/").last)
            let path = "/xrpc/com.atproto.repo.getRecord?repo=alice.test&collection=app.bsky.feed.post&rkey=\(key)"
            let read = try await client.get(path)
            #expect(read.json["value"]?["text"] == "hello")
            #expect(read.json["cid"] == created.json["cid"])
            _ = try await change(
                client, token, "deleteRecord", #"{"repo": "\#(did)", "collection": "app.bsky.feed.post", "rkey": "\#(key)"}"#)
            #expect(try await client.get(path).error == "RecordNotFound")
        }
    }

    @Test func listsRecordsPageByPage() async throws {
        try await SandboxServer.running { _, client in
            let token = try await client.signIn().access
            for number in 1...3 {
                let input =
                    #"{"repo": "alice.test", "collection": "com.example.note", "rkey": "\#(number)", "record": {"number": \#(number)}}"#
                #expect(try await change(client, token, "putRecord", input).status == 200)
            }
            let path = "/xrpc/com.atproto.repo.listRecords?repo=alice.test&collection=com.example.note&limit=2"
            func numbers(_ reply: Reply) -> [Double] {
                reply.json["records"]?.array?.compactMap { $0["value"]?["number"]?.double } ?? []
            }
            let first = try await client.get(path)
            #expect(numbers(first) == [3, 2])
            let second = try await client.get(path + "&cursor=\(first.json["cursor"]?.string ?? "")")
            #expect(numbers(second) == [1])
            #expect(numbers(try await client.get(path + "&reverse=true")) == [1, 2])
            #expect(try await client.get(path + "0").status == 200)
            #expect(try await client.get(path + "00").status == 400)
        }
    }

    @Test func writesToNobodyElsesRepository() async throws {
        try await SandboxServer.running { _, client in
            let input = #"{"repo": "bob.test", "collection": "com.example.note", "record": {}}"#
            let reply = try await change(client, client.signIn().access, "createRecord", input)
            #expect(reply.status == 403)
        }
    }

    @Test func keepsBlobsUpToABound() async throws {
        try await SandboxServer.running({ $0.maximumBlobSize = 100_000 }) { server, client in
            let token = try await client.signIn().access
            let bytes = String(repeating: "x", count: 100_000)
            let path = "/xrpc/com.atproto.repo.uploadBlob"
            let reply = try await client.call(token, path, method: .POST, body: bytes, type: "text/plain")
            #expect(reply.status == 200)
            #expect(reply.json["blob"]?["size"] == 100_000)
            let cid = reply.json["blob"]?["ref"]?["$link"]?.string ?? ""
            let did = server.did(of: "alice.test") ?? ""
            #expect(try await client.get("/xrpc/com.atproto.sync.getBlob?did=\(did)&cid=\(cid)").body == bytes)
            #expect(try await client.call(token, path, method: .POST, body: bytes + "x", type: "text/plain").status == 413)
        }
    }
}
