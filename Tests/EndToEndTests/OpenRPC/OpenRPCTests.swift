import BrokerAPI
import Foundation
import Glibc
import Sandbox
import Testing

/// The API against its own document, over a real socket: every method, with parameters made from the document, right and wrong.
struct OpenRPCTests {
    private static let everything = """
        [registrations.work]
        client_id = "\(World.webClientID)"
        redirect_uris = ["\(World.webRedirect)"]
        keys = "generate"
        relay_port = 47813

        [[access]]
        user = \(geteuid())
        operations = ["list", "restore", "sign", "fetch", "authorize", "signOut", "resolve", "admin"]
        """

    private static func run(_ body: (APIWorld) async throws -> Void) async throws {
        try await BrokerWorld.run(configuration: everything) { world in try await body(APIWorld(world)) }
    }

    @Test func `the document is what OpenRPC demands`() async throws {
        try await Self.run { api in
            let rules = try JSONValue(parsing: Array(Data(contentsOf: URL(filePath: PeerVerdict.path("openrpc.schema", "json")))))
            #expect(SchemaReader(root: rules).faults(api.document, rules).isEmpty)
            for method in api.methods {
                // What JSON Schema cannot say: names are unique, and what may be left out comes last (Method Object, "params").
                let params = try #require(method["params"]?.arrayValue)
                let isRequired = params.map { $0["required"] == true }
                #expect(Set(params.map { $0["name"]?.stringValue }).count == params.count)
                #expect(isRequired == isRequired.filter(\.self) + isRequired.filter { !$0 }, "\(method["name"]?.stringValue ?? "")")
                for param in params {
                    let schema = try #require(param["schema"])
                    for example in schema["examples"]?.arrayValue ?? [] {
                        #expect(SchemaReader(root: api.document).faults(example, schema).isEmpty)
                    }
                }
            }
            #expect(Set(api.methods.map { $0["name"]?.stringValue }).count == api.methods.count)
        }
    }

    @Test func `a reader of schemas finds what is wrong`() throws {
        let schema: JSONValue = [
            "type": "object", "required": ["a"], "additionalProperties": false,
            "properties": ["a": ["type": "integer", "minimum": 1], "b": ["oneOf": [["const": "auto"], ["type": "boolean"]]]],
        ]
        let reader = SchemaReader(root: schema)
        #expect(reader.faults(["a": 1, "b": "auto"], schema).isEmpty)
        let wrong: [JSONValue] = [[:], ["a": 0], ["a": .double(1.5)], ["a": 1, "b": "x"], ["a": 1, "c": 1], []]
        for value in wrong { #expect(!reader.faults(value, schema).isEmpty) }
    }

    @Test func `whatever breaks a rule of the document is refused by field, rule and remedy`() async throws {
        try await Self.run { api in
            var count = 0
            for method in api.methods {
                for mistake in api.generator.wrong(method) {
                    let answer = try await api.call(method, mistake.params)
                    let shown = String(decoding: mistake.params.bytes.prefix(200), as: UTF8.self)
                    let label: Comment = "\(method["name"]?.stringValue ?? "") \(mistake.field) \(shown)"
                    let error = try #require(answer["error"], label)
                    #expect(error["code"] == -32602 && error["data"]?["type"] == "invalid_params", label)
                    let violation = error["data"]?["violations"]?.arrayValue?.first { $0["field"]?.stringValue == mistake.field }
                    #expect(violation != nil, label)
                    for part in ["field", "rule", "remedy"] {
                        let text = try #require(violation?[part]?.stringValue, label)
                        #expect(!text.isEmpty && error["message"]?.stringValue?.contains(text) == true, label)
                    }
                    count += 1
                }
            }
            #expect(count > 400)
        }
    }

    @Test func `whatever fits the document is answered as the document says`() async throws {
        try await Self.run { api in
            let transcript = try await api.callEverything()
            #expect(Set(transcript.map(\.method)) == Set(api.methods.compactMap { $0["name"]?.stringValue }))
            for exchange in transcript {
                let faults = api.faults(exchange)
                #expect(faults.isEmpty, "\(exchange.method) \(String(decoding: exchange.params.bytes, as: UTF8.self))")
            }
            // The document cannot say that two parameters exclude each other, or need each other; nothing else is refused.
            let refused = transcript.filter { $0.answer["error"]?["code"] == -32602 }.map { $0.method }
            #expect(Set(refused).isSubset(of: ["oauth.callback", "admin.rotateKeys", "client.relayPage"]), "\(refused)")
            // Every method succeeds at least once, but for those that take somebody else's server or browser.
            let failing = Set(transcript.map(\.method)).subtracting(transcript.filter { $0.answer["result"] != nil }.map(\.method))
            #expect(failing == ["client.fetchMetadata", "oauth.callback"])
        }
    }

    @Test func `Python finds nothing wrong with the document and the answers`() async throws {
        try await Self.run { api in
            let transcript = try await api.callEverything()
            let exchanges = transcript.map { JSONValue.object(["method": .string($0.method), "params": $0.params, "answer": $0.answer]) }
            let evidence: JSONValue = ["document": api.document, "exchanges": .array(exchanges)]
            let verdict = try PeerVerdict("discover", arguments: [PeerVerdict.path("openrpc.schema", "json")], Data(evidence.bytes))
            let schemas = api.methods.reduce(0) { $0 + ($1["params"]?.arrayValue?.count ?? 0) + 1 }
            if let text = verdict.text { #expect(text == "\(schemas) \(api.methods.count) \(transcript.count)") }
        }
    }
}
