import ATProtoIdentity
import FoundationEssentials
import HTTPTypes
import Sandbox
import Synchronization
import Testing

/// A broker with a gateway, and what it sends to accounts' servers.
struct GatewayWorld: Sendable {
    let broker: BrokerWorld
    let upstream: ScriptedUpstream

    static let session = "/xrpc/com.atproto.server.getSession"

    /// Runs `body` with a broker that listens.
    static func run(
        configuration: String = "", separateResourceServer: Bool = false, signedIn: [String] = ["alice.test"],
        _ body: (GatewayWorld) async throws -> Void
    ) async throws {
        let upstream = Mutex<ScriptedUpstream?>(nil)
        try await BrokerWorld.run(
            { $0.separateResourceServer = separateResourceServer }, configuration: configuration,
            transport: { base in
                let scripted = ScriptedUpstream(base)
                upstream.withLock { $0 = scripted }
                return scripted
            }
        ) { broker in
            guard let upstream = upstream.withLock({ $0 }) else { return }
            for user in signedIn { try await broker.signIn(user) }
            try await body(GatewayWorld(broker: broker, upstream: upstream))
        }
    }

    /// Waits until a request has ended with this error.
    func ended(_ error: String) async {
        let marks = ["\"method\": gateway.request", "\"error\": \(error)"]
        await broker.log.line { line in marks.allSatisfy(line.contains) }
    }

    /// Waits until a request has been answered by the account's server.
    func answered() async {
        await broker.log.line { line in line.contains("\"method\": gateway.request") && !line.contains("\"error\": ") }
    }

    /// Has the account's server reject the access token that came last, as if it had ended.
    func rejectCurrentToken() throws {
        let old = try #require(upstream.requests.last?.headers[.authorization])
        upstream.play { request in
            guard request.headers[.authorization] == old else { return nil }
            return IncomingResponse(status: .unauthorized, headers: [.wwwAuthenticate: #"DPoP error="invalid_token""#])
        }
    }

    func connect() throws -> HTTPWire { try HTTPWire(broker.gatewayPath) }
}
