/// Fills the places of a `session.signRequest` call. Everything unexpected throws, and nobody reads the error.
struct SignRequestScanner {
    private var version: String?
    private var id: RPCID?
    private var name: String?
    private var account: String?
    private var method: String?
    private var url: String?
    private var registration: String?
    private var rejected = RejectedSignature()
    private var hasParams = false
    private var hasRejected = false

    mutating func scan(_ parser: consuming JSONParser) throws(JSONParseError) -> SignRequest.Call? {
        parser.skipSpace()
        try parser.readMembers { (parser, member) throws(JSONParseError) in try readEnvelope(&parser, member) }
        parser.skipSpace()
        guard parser.current == nil, version == "2.0", name == SignRequest.name, let id, let account, let method, let url,
            StringFormat.httpMethod.accepts(method)
        else { return nil }
        return SignRequest.Call(
            id: id,
            params: SignRequest.Params(
                account: account, method: method, url: url, rejected: hasRejected ? rejected : nil, registration: registration))
    }

    private typealias Name = Slice<UnsafeBufferPointer<UInt8>>

    private mutating func readEnvelope(_ parser: inout JSONParser, _ member: Name) throws(JSONParseError) {
        if member.spells("id") {
            try readID(&parser)
        } else if member.spells("method") {
            try parser.readString(into: &name)
        } else if member.spells("params"), !hasParams {
            hasParams = true
            try parser.readMembers { (parser, member) throws(JSONParseError) in try readParameter(&parser, member) }
        } else if member.spells("jsonrpc") {
            try parser.readString(into: &version)
        } else {
            throw parser.fault("not the usual form")
        }
    }

    private mutating func readID(_ parser: inout JSONParser) throws(JSONParseError) {
        guard id == nil else { throw parser.fault("not the usual form") }
        if parser.current == UInt8(ascii: "\"") {
            id = .string(try parser.parseString())
        } else if case .int(let number) = try parser.parseNumber() {
            id = .number(number)
        }
    }

    private mutating func readParameter(_ parser: inout JSONParser, _ member: Name) throws(JSONParseError) {
        if member.spells("account") {
            try parser.readString(into: &account)
        } else if member.spells("method") {
            try parser.readString(into: &method)
        } else if member.spells("url") {
            try parser.readString(into: &url)
        } else if member.spells("registration") {
            try parser.readString(into: &registration)
        } else if member.spells("rejected"), !hasRejected {
            hasRejected = true
            try parser.readMembers { (parser, member) throws(JSONParseError) in try readRejection(&parser, member) }
        } else {
            throw parser.fault("not the usual form")
        }
    }

    private mutating func readRejection(_ parser: inout JSONParser, _ member: Name) throws(JSONParseError) {
        if member.spells("tokenId") {
            try parser.readString(into: &rejected.tokenId)
        } else if member.spells("dpopNonce") {
            try parser.readString(into: &rejected.dpopNonce)
        } else {
            throw parser.fault("not the usual form")
        }
    }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
    fileprivate func spells(_ name: StaticString) -> Bool {
        count == name.utf8CodeUnitCount && zip(self, UnsafeBufferPointer(start: name.utf8Start, count: count)).allSatisfy(==)
    }
}
