import FoundationEssentials

/// `app.bsky.actor.getProfile`, with what little there is to say.
enum Profiles {
    @Sendable static func get(_ exchange: Exchange, _ world: World, _ caller: Caller) throws -> Answer {
        try caller.permissions.requireCall("app.bsky.actor.getProfile")
        guard let account = exchange.query["actor"].flatMap({ world.accounts[$0] }) else {
            throw XRPCError.invalidRequest("Profile not found")
        }
        let posts = world.repositories.records(account.did, "app.bsky.feed.post").count
        return .json([
            "did": .string(account.did), "handle": .string(account.handle),
            "displayName": .string(String(account.handle.prefix { $0 != "." }).capitalized),
            "followersCount": 0, "followsCount": 0, "postsCount": .integer(Int64(posts)),
        ])
    }
}
