import HTTPTypes

/// `GET /did:plc:…`, as a PLC directory answers.
enum PLCDirectory {
    @Sendable static func document(_ exchange: Exchange, _ world: World) -> Answer {
        // Clients send the DID percent-encoded or not.
        let did = PercentCoding.decode(exchange.path.dropFirst()) ?? ""
        guard let account = world.accounts[did], did.hasPrefix("did:plc:") else {
            return .json(["message": .string("DID not registered: \(did)")], status: .notFound)
        }
        var answer = Answer.json(DIDDocument.make(account, resource: world.origins.resource))
        answer.headers[.contentType] = "application/did+ld+json; charset=utf-8"
        return answer
    }

    static func matches(_ path: String) -> Bool {
        PercentCoding.decode(path.dropFirst())?.hasPrefix("did:") ?? false
    }
}
