import BrokerAPI
import NIOHTTP1
import Testing

@testable import Broker

/// Errors in the form of XRPC.
struct GatewayRefusalTests {
    @Test func `every error of the other socket has a status and a name here`() throws {
        let expected: [BrokerErrorType: (UInt, String)] = [
            .noSession: (401, "AuthenticationRequired"), .needsLogin: (401, "AuthenticationRequired"), .accessDenied: (403, "Forbidden"),
            .invalidParams: (400, "InvalidRequest"), .rateLimited: (429, "RateLimitExceeded"), .network: (502, "UpstreamFailure"),
            .server: (502, "UpstreamFailure"), .tokenRefresh: (503, "NotEnoughResources"), .locked: (503, "NotEnoughResources"),
            .ambiguousRefresh: (503, "NotEnoughResources"), .timeout: (504, "UpstreamTimeout"),
            .internalError: (500, "InternalServerError"),
        ]
        for type in BrokerErrorType.allCases {
            let refusal = GatewayRefusal(RPCError(type, "why"))
            let body = try JSONValue(parsing: refusal.body)
            #expect(body["message"] == "why")
            #expect(body["error"]?.stringValue?.isEmpty == false)
            #expect((400...599).contains(refusal.status.code))
            #expect((refusal.retryAfter != nil) == [429, 503].contains(refusal.status.code))
            guard let (status, name) = expected[type] else { continue }
            #expect(refusal.status.code == status, "\(type)")
            #expect(body["error"] == .string(name), "\(type)")
        }
    }

    @Test func `waits are told in whole seconds, and causes beside what they caused`() {
        let limited = GatewayRefusal(RPCError(.rateLimited, "slow down", details: ["retryAfterMs": 1001]))
        #expect(limited.retryAfter == 2)
        let ended = GatewayRefusal(RPCError(.needsLogin, "ended", details: ["cause": ["type": "server", "message": "invalid_grant"]]))
        #expect(ended.message == "ended; the cause: invalid_grant")
    }

    @Test func `a message may hold anything and stays JSON`() throws {
        let message = "\"\\\u{0}\r\n</script>é"
        #expect(try JSONValue(parsing: GatewayRefusal(.badRequest, message).body)["message"] == .string(message))
    }
}
