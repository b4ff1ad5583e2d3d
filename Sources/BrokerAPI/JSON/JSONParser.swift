/// A strict reader of one JSON text (RFC 8259): UTF-8 only, no duplicate names, no leniency of any kind.
///
/// Written by hand because it is the edge that every process on the machine can reach: it must be bounded, must say where it
/// stopped, and must not cost more than the signature that most calls ask for.
struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    let limits: JSONLimits
    var position = 0
    private var values = 0

    init(bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func parse() throws(JSONParseError) -> JSONValue {
        skipSpace()
        let value = try parseValue(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw fault("expected the end after the value") }
        return value
    }

    func fault(_ reason: String) -> JSONParseError { JSONParseError(offset: position, reason: reason) }

    var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func parseValue(depth: Int) throws(JSONParseError) -> JSONValue {
        guard depth <= limits.depth else { throw fault("nested deeper than \(limits.depth) levels") }
        values += 1
        guard values <= limits.values else { throw fault("more than \(limits.values) values") }
        guard let byte = current else { throw fault("expected a value, found the end") }
        switch byte {
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "{"): return try parseObject(depth: depth + 1)
        case UInt8(ascii: "["): return try parseArray(depth: depth + 1)
        case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
        case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
        case UInt8(ascii: "n"): return try parseWord("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
        default: throw fault("expected a value")
        }
    }

    private mutating func parseWord(_ word: StaticString, _ value: JSONValue) throws(JSONParseError) -> JSONValue {
        let length = word.utf8CodeUnitCount
        guard position + length <= bytes.count else { throw fault("expected \(word)") }
        for index in 0..<length where bytes[position + index] != word.utf8Start[index] { throw fault("expected \(word)") }
        position += length
        return value
    }

    private mutating func parseArray(depth: Int) throws(JSONParseError) -> JSONValue {
        position += 1
        var elements: [JSONValue] = []
        skipSpace()
        if take("]") { return .array([]) }
        repeat {
            skipSpace()
            elements.append(try parseValue(depth: depth))
            skipSpace()
        } while take(",")
        guard take("]") else { throw fault("expected , or ] in a list") }
        return .array(elements)
    }

    private mutating func parseObject(depth: Int) throws(JSONParseError) -> JSONValue {
        position += 1
        var members: [String: JSONValue] = [:]
        skipSpace()
        if take("}") { return .object([:]) }
        repeat {
            try parseMember(into: &members, depth: depth)
            skipSpace()
        } while take(",")
        guard take("}") else { throw fault("expected , or } in an object") }
        return .object(members)
    }

    private mutating func parseMember(into members: inout [String: JSONValue], depth: Int) throws(JSONParseError) {
        skipSpace()
        guard current == UInt8(ascii: "\"") else { throw fault("expected a member name in quotes") }
        let start = position
        let name = try parseString()
        skipSpace()
        guard take(":") else { throw fault("expected : after a member name") }
        skipSpace()
        // Two readers that pick different duplicates would disagree on what was allowed, so there must be none.
        guard members.updateValue(try parseValue(depth: depth), forKey: name) == nil else {
            throw JSONParseError(offset: start, reason: "the member name occurs twice")
        }
    }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: scalar) else { return false }
        position += 1
        return true
    }
}
