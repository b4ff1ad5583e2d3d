/// The reading half of `com.atproto.repo.*`.
enum RecordReading {
    @Sendable static func get(_ exchange: Exchange, _ world: World) throws -> Answer {
        let account = try repository(exchange, world)
        let collection = try required("collection", exchange)
        let key = try required("rkey", exchange)
        guard let record = world.repositories.record(account.did, collection, key) else {
            throw XRPCError("RecordNotFound", "Could not locate record: at://\(account.did)/\(collection)/\(key)")
        }
        guard exchange.query["cid"].map({ $0 == record.cid }) ?? true else {
            throw XRPCError("RecordNotFound", "The record has another cid")
        }
        return .json(record.view)
    }

    /// Newest first unless reversed; the cursor is the last key given.
    @Sendable static func list(_ exchange: Exchange, _ world: World) throws -> Answer {
        let account = try repository(exchange, world)
        let limit = exchange.query["limit"].map { Int($0) ?? 0 } ?? 50
        guard (1...100).contains(limit) else { throw XRPCError.invalidRequest("limit must be between 1 and 100") }
        let isReversed = exchange.query["reverse"] == "true"
        var records = world.repositories.records(account.did, try required("collection", exchange))
        if !isReversed { records.reverse() }
        if let cursor = exchange.query["cursor"] {
            records.removeAll { isReversed ? $0.key <= cursor : $0.key >= cursor }
        }
        let page = records.prefix(limit)
        var result: [String: JSON] = ["records": .array(page.map(\.view))]
        if let last = page.last { result["cursor"] = .string(last.key) }
        return .json(.object(result))
    }

    @Sendable static func describe(_ exchange: Exchange, _ world: World) throws -> Answer {
        let account = try repository(exchange, world)
        return .json([
            "handle": .string(account.handle), "did": .string(account.did), "handleIsCorrect": true,
            "didDoc": DIDDocument.make(account, resource: world.origins.resource),
            "collections": JSON(strings: world.repositories.collections(account.did)),
        ])
    }

    private static func repository(_ exchange: Exchange, _ world: World) throws(XRPCError) -> Account {
        let name = try required("repo", exchange)
        guard let account = world.accounts[name] else { throw XRPCError("RepoNotFound", "Could not find repo: \(name)") }
        return account
    }

    static func required(_ name: String, _ exchange: Exchange) throws(XRPCError) -> String {
        guard let value = exchange.query[name], !value.isEmpty else {
            throw .invalidRequest("Error: Params must have the property \"\(name)\"")
        }
        return value
    }
}
