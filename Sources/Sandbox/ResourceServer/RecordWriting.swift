import HTTPTypes

/// The writing half of `com.atproto.repo.*`.
enum RecordWriting {
    private static let limit = 1024 * 1024

    @Sendable static func create(_ exchange: Exchange, _ world: World, _ caller: Caller) async throws -> Answer {
        let input = try await input(exchange, caller)
        let collection = try string("collection", in: input)
        try caller.permissions.requireRepository("create", collection)
        let key = input["rkey"]?.string ?? world.repositories.ids.next()
        guard world.repositories.record(caller.account.did, collection, key) == nil else {
            throw XRPCError.invalidRequest("Record already exists")
        }
        return try write(input, collection, key, world, caller)
    }

    @Sendable static func put(_ exchange: Exchange, _ world: World, _ caller: Caller) async throws -> Answer {
        let input = try await input(exchange, caller)
        let collection = try string("collection", in: input)
        let key = try string("rkey", in: input)
        let isNew = world.repositories.record(caller.account.did, collection, key) == nil
        try caller.permissions.requireRepository(isNew ? "create" : "update", collection)
        return try write(input, collection, key, world, caller)
    }

    @Sendable static func delete(_ exchange: Exchange, _ world: World, _ caller: Caller) async throws -> Answer {
        let input = try await input(exchange, caller)
        let collection = try string("collection", in: input)
        try caller.permissions.requireRepository("delete", collection)
        world.repositories.delete(caller.account.did, collection, try string("rkey", in: input))
        return .json(["commit": commit(world)])
    }

    private static func write(_ input: JSON, _ collection: String, _ key: String, _ world: World, _ caller: Caller) throws -> Answer {
        guard var value = input["record"]?.object else { throw XRPCError.invalidRequest("Input must have the property \"record\"") }
        guard (1...512).contains(key.utf8.count), key.utf8.allSatisfy(isKeyCharacter), key != ".", key != ".." else {
            throw XRPCError.invalidRequest("rkey must be a valid record key")
        }
        if value["$type"] == nil { value["$type"] = .string(collection) }
        guard value["$type"]?.string == collection else {
            throw XRPCError.invalidRequest("Invalid $type: expected \(collection)")
        }
        let record = world.repositories.put(.object(value), caller.account.did, collection, key)
        return .json([
            "uri": .string(record.uri), "cid": .string(record.cid), "commit": commit(world), "validationStatus": "unknown",
        ])
    }

    /// A user writes to their own repository only, under its DID or its handle.
    private static func input(_ exchange: Exchange, _ caller: Caller) async throws -> JSON {
        let bytes = try await exchange.collect(upTo: limit)
        guard let input = try? JSON(parsing: bytes), input.object != nil else {
            throw XRPCError.invalidRequest("A request body is expected but none was provided, or it is not a JSON object")
        }
        let repo = try string("repo", in: input)
        guard repo == caller.account.did || repo.lowercased() == caller.account.handle else {
            throw XRPCError("InvalidRequest", "Can only write to your own repo", status: .forbidden)
        }
        return input
    }

    private static func string(_ name: String, in input: JSON) throws(XRPCError) -> String {
        guard let value = input[name]?.string, !value.isEmpty else {
            throw .invalidRequest("Input must have the property \"\(name)\"")
        }
        return value
    }

    private static func commit(_ world: World) -> JSON {
        let revision = world.repositories.ids.next()
        // There is no commit object to hash; the CID is that of the revision, which is as unique.
        return ["rev": .string(revision), "cid": .string(ContentID.ofRecord(.string(revision)))]
    }

    private static func isKeyCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "_~.:-".utf8.contains(byte)
        }
    }
}
