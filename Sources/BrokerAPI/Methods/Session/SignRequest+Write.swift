extension SignRequest {
    /// Appends the answer to a call, without a newline: the same bytes that `RPCResponse` gives, without the values in between.
    public static func write(_ result: Result, id: RPCID, into output: inout [UInt8]) {
        output.append(contentsOf: #"{"id":"#.utf8)
        id.json.write(into: &output)
        output.append(contentsOf: #","jsonrpc":"2.0","result":{"#.utf8)
        if let expiresAt = result.expiresAt {
            output.append(contentsOf: #""expiresAt":"#.utf8)
            JSONText.write(expiresAt.description, into: &output)
            output.append(UInt8(ascii: ","))
        }
        output.append(contentsOf: #""headers":{"authorization":"#.utf8)
        JSONText.write(result.headers.authorization, into: &output)
        output.append(contentsOf: #","dpop":"#.utf8)
        JSONText.write(result.headers.dpop, into: &output)
        output.append(contentsOf: #"},"tokenId":"#.utf8)
        JSONText.write(result.tokenId, into: &output)
        output.append(contentsOf: "}}".utf8)
    }
}
