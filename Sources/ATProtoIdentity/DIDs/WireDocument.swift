import ATProtoSyntax

/// A DID document as it is on the wire, with the members that the protocol constrains.
struct WireDocument: Decodable {
    let context: OneOrMany<String>?
    let id: String
    let controller: OneOrMany<DIDText>?
    let alsoKnownAs: [String]?
    let service: [WireService]?
    let verificationMethod: [WireVerificationMethod]?

    enum CodingKeys: String, CodingKey {
        case context = "@context"
        case id, controller, alsoKnownAs, service, verificationMethod
    }

    /// The rule that is broken, if one is.
    func objection(to did: DID) -> String? {
        if id != did.description { return "its id is \(id.prefix(256))" }
        if let context, context.values.first != "https://www.w3.org/ns/did/v1" {
            return "@context must start with https://www.w3.org/ns/did/v1"
        }
        if let name = alsoKnownAs?.first(where: { !$0.isURI }) { return "alsoKnownAs has \(name.prefix(256)), which is no URI" }
        let ids = (service ?? []).map { $0.relativeID(did) }
        if let index = ids.firstIndex(where: { !$0.namesFragment }) { return "service.\(index).id names no fragment" }
        return Set(ids).count == ids.count ? nil : "two services have the same id"
    }
}

/// A service on the wire (DID Core §5.4).
struct WireService: Decodable {
    let id: String
    let type: OneOrMany<String>
    let serviceEndpoint: WireEndpoint

    /// The fragment: `#x` and `did:…#x` are the same id. One of another document stays what it is.
    func relativeID(_ did: DID) -> String { id.hasPrefix("\(did)#") ? String(id.dropFirst(did.description.count)) : id }

    func service(of did: DID) -> DIDDocument.Service {
        .init(id: relativeID(did), types: type.values, endpoint: serviceEndpoint.string)
    }
}

/// An endpoint on the wire: a URI, a map, or a list of these. Only a single URI is of use.
struct WireEndpoint: Decodable {
    let string: String?

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            guard text.isURI else { throw DecodingError.dataCorruptedError(in: container, debugDescription: "is no URI") }
            string = text
        } else {
            if (try? container.decode([String: AnyValue].self)) == nil { _ = try container.decode([WireEndpoint].self) }
            string = nil
        }
    }

    private struct AnyValue: Decodable {
        init(from decoder: any Decoder) {}
    }
}

/// A verification method on the wire; nothing here uses its keys, but a malformed one spoils the document.
struct WireVerificationMethod: Decodable {
    let id: String
    let type: String
    let controller: OneOrMany<DIDText>
}

extension String {
    /// Whether this is a fragment, or a URI that ends in one.
    fileprivate var namesFragment: Bool {
        guard let hash = utf8.firstIndex(of: 0x23), utf8.index(after: hash) != utf8.endIndex else { return false }
        return hash == utf8.startIndex || String(self[..<hash]).isURI
    }
}
