import FoundationEssentials
import HTTPTypes

/// Checks the access token and the proof of a request (RFC 9449 §7).
struct TokenGuard: Sendable {
    let world: World

    /// - Throws: `XRPCError`, whose status and code are those of the reference server.
    func caller(_ exchange: Exchange) throws(XRPCError) -> Caller {
        let token = try Self.token(exchange)
        do {
            let proof = try world.resourceProofs.verify(exchange, origin: world.origins.resource, accessToken: token)
            guard let proof else { throw ProofRejection.invalid("DPoP proof required") }
            return try caller(token, proof)
        } catch let rejection as ProofRejection {
            world.chronicle.count(rejection)
            throw XRPCError(rejection)
        } catch {
            throw error as? XRPCError ?? .invalidToken("Invalid token")
        }
    }

    static func isDPoP(_ exchange: Exchange) -> Bool {
        exchange.headers[.authorization]?.lowercased().hasPrefix("dpop ") ?? false
    }

    private static func token(_ exchange: Exchange) throws(XRPCError) -> String {
        guard let header = exchange.headers[.authorization] else {
            throw XRPCError("AuthMissing", "Authentication Required", status: .unauthorized)
        }
        guard isDPoP(exchange) else { throw XRPCError("InvalidToken", "Unexpected authorization type; use DPoP") }
        return String(header.dropFirst("dpop ".count))
    }

    private func caller(_ token: String, _ proof: Proof) throws(XRPCError) -> Caller {
        guard let claims = world.tokens.read(token) else { throw .invalidToken("Malformed token or bad signature") }
        guard claims.keyThumbprint == proof.keyThumbprint else { throw .invalidToken("Invalid DPoP key binding") }
        guard claims.expiresAt > world.configuration.now() else { throw .invalidToken("Token expired") }
        // Apart from the authorization server there is only the signature to go by; together, the session itself is asked.
        if !world.configuration.separateResourceServer, world.grants.session(accessTokenID: claims.id) == nil {
            throw .invalidToken("Token revoked")
        }
        guard let account = world.accounts[claims.account] else { throw .invalidToken("No such account") }
        return Caller(account: account, permissions: Permissions(claims.scope))
    }
}
