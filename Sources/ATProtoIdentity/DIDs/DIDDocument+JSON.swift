public import ATProtoSyntax
import FoundationEssentials

extension DIDDocument {
    /// Reads a document from JSON. One malformed member makes the whole worthless: nobody knows what the others mean then.
    ///
    /// - Throws: ``IdentityError`` `invalidDocument`, also if the document is about somebody else.
    public init(json: [UInt8], of did: DID) throws(IdentityError) {
        let wire: WireDocument
        do {
            wire = try JSONDecoder().decode(WireDocument.self, from: Data(json))
        } catch {
            throw IdentityError(.invalidDocument, did.description, "the document is malformed: \(Self.summary(error))")
        }
        if let objection = wire.objection(to: did) {
            throw IdentityError(.invalidDocument, did.description, "the document is invalid: \(objection)")
        }
        self.init(
            id: did, alsoKnownAs: wire.alsoKnownAs ?? [], services: (wire.service ?? []).map { $0.service(of: did) }, size: json.count)
    }

    private static func summary(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "it is not JSON" }
        let (path, reason): ([any CodingKey], String) =
            switch error {
            case .keyNotFound(let key, let context): (context.codingPath + [key], "is missing")
            case .typeMismatch(_, let context), .valueNotFound(_, let context): (context.codingPath, "has the wrong type")
            case .dataCorrupted(let context): (context.codingPath, context.debugDescription)
            @unknown default: ([], "cannot be read")
            }
        return path.map(\.stringValue).joined(separator: ".") + " " + reason
    }
}
