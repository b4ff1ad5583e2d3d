import HTTPTypes

/// One method of the resource server.
struct XRPCMethod: Sendable {
    let verb: HTTPRequest.Method
    let run: @Sendable (Exchange, World) async throws -> Answer

    /// Anyone may call it; a token, if there is one, must be good all the same.
    static func open(_ verb: HTTPRequest.Method, _ run: @escaping @Sendable (Exchange, World) async throws -> Answer) -> XRPCMethod {
        XRPCMethod(verb: verb) { exchange, world in
            if exchange.headers[.authorization] != nil { _ = try TokenGuard(world: world).caller(exchange) }
            return try await run(exchange, world)
        }
    }

    static func authenticated(
        _ verb: HTTPRequest.Method, _ run: @escaping @Sendable (Exchange, World, Caller) async throws -> Answer
    ) -> XRPCMethod {
        XRPCMethod(verb: verb) { exchange, world in
            try await run(exchange, world, TokenGuard(world: world).caller(exchange))
        }
    }
}
