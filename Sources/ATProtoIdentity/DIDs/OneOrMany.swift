/// A JSON value that may stand alone or in a list.
struct OneOrMany<Value: Decodable>: Decodable {
    let values: [Value]

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Value.self) {
            values = [value]
        } else {
            values = try container.decode([Value].self)
        }
    }
}

/// A DID of any method: documents may be controlled from outside the network.
struct DIDText: Decodable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "did", !parts[1].isEmpty, !parts[2].isEmpty else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "is no DID")
        }
    }
}

extension String {
    /// Whether this has the outward form of a URI (RFC 3986 §3), or of an IRI (RFC 3987 §2.2), which people write for one: a scheme, a
    /// colon, and no spaces or control characters.
    var isURI: Bool {
        guard let colon = utf8.firstIndex(of: 0x3A), let first = utf8.first, isLetter(first) else { return false }
        return utf8[..<colon].allSatisfy { isLetter($0) || ($0 >= 0x2B && $0 <= 0x39 && $0 != 0x2C && $0 != 0x2F) }
            && utf8.index(after: colon) != utf8.endIndex && utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }

    private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }
}
