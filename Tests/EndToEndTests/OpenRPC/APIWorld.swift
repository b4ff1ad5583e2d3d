import BrokerAPI
import Glibc
import Sandbox
import Testing

/// A broker's socket, and the document that it answered there.
struct APIWorld {
    /// A call and its answer.
    struct Exchange {
        let method: String
        let params: JSONValue
        let answer: JSONValue
    }

    let document: JSONValue
    let methods: [JSONValue]
    private let world: BrokerWorld
    private let wire: Wire

    init(_ world: BrokerWorld) async throws {
        self.world = world
        wire = try Wire(world.socketPath)
        let line = try await wire.exchange(#"{"jsonrpc":"2.0","id":1,"method":"rpc.discover"}"#)
        document = try #require(try JSONValue(parsing: Array(line.utf8), limits: .response)["result"])
        methods = try #require(document["methods"]?.arrayValue)
    }

    /// Makes parameters that mean nothing to this world.
    var generator: ParameterGenerator { ParameterGenerator(known: [:]) }

    func call(_ method: JSONValue, _ params: JSONValue) async throws -> JSONValue {
        let request: JSONValue = ["jsonrpc": "2.0", "id": 1, "method": method["name"] ?? .null, "params": params]
        return try JSONValue(parsing: Array(try await wire.exchange(request.bytes).utf8), limits: .response)
    }

    /// Calls every method in every right form, with an account that is signed in each time.
    func callEverything() async throws -> [Exchange] {
        var transcript: [Exchange] = []
        for method in methods {
            let name = try #require(method["name"]?.stringValue)
            for form in generator.right(method).indices {
                let generator = ParameterGenerator(known: try await known(name))
                let params = generator.right(method)[form]
                let answer = try await call(method, params)
                transcript.append(Exchange(method: name, params: params, answer: answer))
                if name == "oauth.authorize", let flow = answer["result"]?["flow"] {
                    _ = try await call(["name": "oauth.cancel"], ["flow": flow])
                }
            }
        }
        return transcript
    }

    /// How an answer differs from what the document says of it.
    func faults(_ exchange: Exchange) -> [String] {
        guard let method = methods.first(where: { $0["name"]?.stringValue == exchange.method }) else { return ["not in the document"] }
        if let result = exchange.answer["result"] {
            return SchemaReader(root: document).faults(result, method["result"]?["schema"] ?? [:])
        }
        let code = exchange.answer["error"]?["code"]
        let listed = (method["errors"]?.arrayValue ?? []).first { $0["code"] == code }
        // What JSON-RPC itself says about parameters needs no listing.
        if code == -32602 { return [] }
        guard let listed else { return ["an error that is not listed: \(exchange.answer["error"]?["message"]?.stringValue ?? "")"] }
        let type = exchange.answer["error"]?["data"]?["type"]
        return type == listed["data"]?["type"] ? [] : ["the error's type does not go with its code"]
    }

    /// What parameters mean something: accounts exist, a flow has ended well.
    private func known(_ method: String) async throws -> [String: JSONValue] {
        var known: [String: JSONValue] = [
            "account": "alice.test", "identifier": "alice.test", "registration": "default", "uid": .int(Int64(geteuid())),
            "scope": "atproto",
            "redirectUri": "http://127.0.0.1/callback", "clientId": "https://elsewhere.invalid/client.json", "limit": 10, "method": "GET",
            "path": "/xrpc/com.atproto.server.getSession", "url": .string(world.sandbox.origin + "/xrpc/com.atproto.server.getSession"),
        ]
        if ["client.relayPage", "admin.rotateKeys"].contains(method) { known["registration"] = "work" }
        if method == "oauth.callback" { known["url"] = "http://127.0.0.1/callback?state=unknown&code=x" }
        guard method.hasPrefix("session.") || method == "admin.revoke" || ["oauth.wait", "oauth.cancel"].contains(method) else {
            return known
        }
        known["flow"] = .string(try await world.flow())
        return known
    }
}
