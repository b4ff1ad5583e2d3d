import BrokerAPI
import HTTPTypes
import Testing

@testable import ATProtoOAuth
@testable import Broker

struct ExplainedErrorTests {
    @Test(arguments: [
        ("3", 3000 as Int64?), ("0", 0), ("9223372036854775807", 86_400_000), ("18446744073709551616", 86_400_000), ("-5", nil),
        ("4294967295", 86_400_000),
        ("soon", nil),
    ])
    func `whatever a server asks to wait, callers are told of a day at most`(text: String, milliseconds: Int64?) {
        let error = RPCError(
            explaining: OAuthResponseError(
                endpoint: "token_endpoint", status: 503, error: "temporarily_unavailable", errorDescription: nil,
                headers: [.retryAfter: text]))
        #expect(error.type == .server)
        #expect(error.data?["retryAfterMs"]?.intValue == milliseconds)
    }
}
