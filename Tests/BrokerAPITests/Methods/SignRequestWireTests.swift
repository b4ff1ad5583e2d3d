import BrokerAPI
import Testing

/// The fast path must agree with the general one, or leave the line to it.
struct SignRequestWireTests {
    private func general(_ line: String) throws -> SignRequest.Call? {
        guard case .single(.request(let request)) = RPCClientLine(parsing: line.utf8), request.method == SignRequest.name else {
            return nil
        }
        guard let params = try? request.params.decode(SignRequest.Params.self) else { return nil }
        guard let call = SignRequest.scan(Array(line.utf8)) else { return nil }
        #expect(call.id == request.id)
        #expect(call.params == params)
        return call
    }

    @Test(arguments: [
        #"{"jsonrpc":"2.0","id":1,"method":"session.signRequest","params":{"account":"a.b","method":"GET","url":"https://x/"}}"#,
        #" { "params" : { "url":"u:\u00e9\n", "method":"GET", "account":"a" } , "method":"session.signRequest", "id":"x", "jsonrpc":"2.0" } "#,
        #"{"jsonrpc":"2.0","id":-5,"method":"session.signRequest","params":{"account":"a","method":"G","url":"u","rejected":{"tokenId":"t","dpopNonce":"n"}}}"#,
        #"{"jsonrpc":"2.0","id":1,"method":"session.signRequest","params":{"account":"a","method":"G","url":"u","rejected":{}}}"#,
    ])
    func `the usual forms are read as the general reader reads them`(line: String) throws {
        #expect(try general(line) != nil)
    }

    @Test(arguments: [
        "", "{", "[]", "{}", #"{"jsonrpc":"2.0","id":1,"method":"session.list","params":{}}"#,
        // No id, null id, fractional id, wrong version, duplicates, unknown members, wrong types, trailing bytes, bad UTF-8 escapes.
        #"{"jsonrpc":"2.0","method":"session.signRequest","params":{"account":"a","method":"G","url":"u"}}"#,
        #"{"jsonrpc":"2.0","id":null,"method":"session.signRequest","params":{"account":"a","method":"G","url":"u"}}"#,
        #"{"jsonrpc":"2.0","id":1.5,"method":"session.signRequest","params":{"account":"a","method":"G","url":"u"}}"#,
        #"{"jsonrpc":"1.0","id":1,"method":"session.signRequest","params":{"account":"a","method":"G","url":"u"}}"#,
        #"{"jsonrpc":"2.0","id":1,"id":1,"method":"session.signRequest","params":{"account":"a","method":"G","url":"u"}}"#,
        #"{"jsonrpc":"2.0","id":1,"method":"session.signRequest","params":{"account":"a","account":"b","method":"G","url":"u"}}"#,
        #"{"jsonrpc":"2.0","id":1,"method":"session.signRequest","params":{"account":"a","method":"G","url":"u"},"params":{}}"#,
        #"{"jsonrpc":"2.0","id":1,"method":"session.signRequest","params":{"account":"a","method":"G","url":"u","x":1}}"#,
        #"{"jsonrpc":"2.0","id":1,"method":"session.signRequest","params":{"account":1,"method":"G","url":"u"}}"#,
        #"{"jsonrpc":"2.0","id":1,"method":"session.signRequest","params":{"account":"a","method":"G","url":"u","rejected":null}}"#,
        #"{"jsonrpc":"2.0","id":1,"method":"session.signRequest","params":{"account":"a","method":"G"}}"#,
        #"{"jsonrpc":"2.0","id":1,"method":"session.signRequest","params":{"account":"a","method":"G","url":"u"}}x"#,
        #"{"jsonrpc":"2.0","id":1,"method":"session.signRequest","params":{"\u0061ccount":"a","method":"G","url":"u"}}"#,
        #"{"jsonrpc":"2.0","id":1,"method":"session.signRequest","params":{"account":"\ud800","method":"G","url":"u"}}"#,
    ])
    func `everything else is left to the general reader`(line: String) {
        #expect(SignRequest.scan(Array(line.utf8)) == nil)
    }

    @Test func `every line cut short is left to the general reader`() {
        let line = Array(#"{"jsonrpc":"2.0","id":1,"method":"session.signRequest","params":{"account":"a","method":"G","url":"u"}}"#.utf8)
        #expect(SignRequest.scan(line) != nil)
        for length in 0..<line.count { #expect(SignRequest.scan(line[..<length]) == nil) }
    }

    @Test(arguments: [RPCID.number(7), .string("a\"\u{1}")], [Timestamp.make(), nil])
    func `the answer is written byte for byte as the general writer does`(id: RPCID, expiresAt: Timestamp?) throws {
        let headers = SignedHeaders(authorization: "DPoP x\"\\\u{7F}é", dpop: "p\n")
        let result = SignRequest.Result(headers: headers, tokenId: "t", expiresAt: expiresAt)
        var fast: [UInt8] = []
        SignRequest.write(result, id: id, into: &fast)
        #expect(try fast == RPCResponse(id: id, outcome: .success(JSONValue(encoding: result))).json.bytes)
    }
}
