/// `com.atproto.server.*`.
enum ServerSession {
    @Sendable static func get(_ exchange: Exchange, _ world: World, _ caller: Caller) -> Answer {
        let account = caller.account
        var session: [String: JSON] = [
            "did": .string(account.did), "handle": .string(account.handle), "active": true,
            "didDoc": DIDDocument.make(account, resource: world.origins.resource),
        ]
        if caller.permissions.readsEmail {
            session["email"] = .string("\(account.handle.prefix { $0 != "." })@example.com")
            session["emailConfirmed"] = true
        }
        return .json(.object(session))
    }

    @Sendable static func describe(_ exchange: Exchange, _ world: World) -> Answer {
        .json([
            "did": .string(world.audience), "availableUserDomains": [".test"], "inviteCodeRequired": false, "links": [:], "contact": [:],
        ])
    }
}
