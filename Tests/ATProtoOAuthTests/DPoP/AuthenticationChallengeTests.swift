import HTTPTypes
import Testing

@testable import ATProtoOAuth

/// §5.7: challenges are parsed, not searched (RFC 9110 section 11.6.1).
@Suite struct AuthenticationChallengeTests {
    private func parsed(_ text: String) -> [String] {
        AuthenticationChallenge.parse(text).map { challenge in
            ([challenge.scheme] + challenge.parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }).joined(separator: " ")
        }
    }

    @Test(
        arguments: [
            ("", []), (",, ,", []), ("DPoP", ["dpop"]), ("Basic, DPoP", ["basic", "dpop"]),
            (#"DPoP error="use_dpop_nonce", error_description="x""#, ["dpop error=use_dpop_nonce error_description=x"]),
            (
                #"Bearer realm="a, DPoP error=\"b\"", DPoP ERROR = invalid_token"#,
                [#"bearer realm=a, DPoP error="b""#, "dpop error=invalid_token"]
            ),
            ("Negotiate abc==, DPoP error=a", ["negotiate", "dpop error=a"]), (#"error="stray""#, []),
            (#"DPoP error="open"#, ["dpop error=open"]),
            (#""quoted" DPoP error="#, ["quoted", "dpop"]), (#"DPoP error="a\"#, [#"dpop error=a\"#]),
        ] as [(String, [String])])
    func `splits a field into schemes and parameters`(field: String, challenges: [String]) {
        #expect(parsed(field) == challenges)
    }

    @Test func `reads every field of a response`() {
        var headers: HTTPFields = [.wwwAuthenticate: "Basic"]
        headers.append(HTTPField(name: .wwwAuthenticate, value: "DPoP error=a"))
        #expect(AuthenticationChallenge.all(in: headers).map(\.scheme) == ["basic", "dpop"])
    }
}
