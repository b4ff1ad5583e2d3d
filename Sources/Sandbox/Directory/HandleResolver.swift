import HTTPTypes

/// Handle to DID, over XRPC and over the handle's own well-known path.
enum HandleResolver {
    @Sendable static func resolve(_ exchange: Exchange, _ world: World) throws -> Answer {
        let handle = try RecordReading.required("handle", exchange)
        // Clients tell "no such handle" from other failures by this very sentence.
        guard let account = world.accounts[handle] else { throw XRPCError.invalidRequest("Unable to resolve handle") }
        return .json(["did": .string(account.did)])
    }

    /// `/.well-known/atproto-did` for whichever handle the request calls its host.
    @Sendable static func wellKnown(_ exchange: Exchange, _ world: World) -> Answer {
        let host = exchange.host.map { String($0.prefix { $0 != ":" }) } ?? ""
        guard let account = world.accounts[host] else { return .text("User not found", status: .notFound) }
        return .text(account.did)
    }
}
