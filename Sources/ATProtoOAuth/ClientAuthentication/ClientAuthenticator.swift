import FoundationEssentials
import JOSE

/// Makes the parameters by which the client authenticates at an authorization server (RFC 7521 section 4.2, RFC 7523 section 2.2).
struct ClientAuthenticator: Sendable {
    static let assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

    let clientID: String
    let method: AuthenticationMethod
    /// `token_endpoint_auth_signing_alg`: what servers were told that new sessions authenticate with.
    let algorithm: String?
    let keyset: ClientKeyset?

    /// What a login at `server` will authenticate with.
    /// - Throws: ``AuthMethodUnsatisfiableError`` if the server does not take the client's method or none of its keys.
    func negotiate(with server: AuthorizationServerMetadata, at now: Date) throws(AuthMethodUnsatisfiableError) -> ClientAuthentication {
        guard server.tokenEndpointAuthMethods.contains(method.rawValue) else {
            throw AuthMethodUnsatisfiableError("\(server.issuer) does not take \(method.rawValue)")
        }
        guard method == .privateKeyJWT else { return .none }
        let accepted = Self.acceptedAlgorithms(of: server)
        guard let algorithm, accepted.contains(algorithm) else {
            throw AuthMethodUnsatisfiableError(
                "\(server.issuer) takes \(accepted.joined(separator: ", ")), but not \(algorithm ?? "what"), which the metadata declares")
        }
        guard let keyID = keyset?.key(signing: algorithm, at: now)?.keyID else {
            throw AuthMethodUnsatisfiableError("no active key signs with \(algorithm), which the metadata declares")
        }
        return .privateKeyJWT(keyID: keyID)
    }

    /// The parameters for one request; an assertion is never used twice.
    /// - Parameters:
    ///   - now: the server's time, as far as it is known.
    ///   - jti: 16 random bytes.
    /// - Throws: ``AuthMethodUnsatisfiableError`` if the session's key is gone or the server changed its mind.
    func parameters(
        _ authentication: ClientAuthentication, for server: AuthorizationServerMetadata, at now: Date, jti: [UInt8]
    ) throws -> FormParameters {
        guard case .privateKeyJWT(let keyID) = authentication else { return ["client_id": clientID] }
        guard server.tokenEndpointAuthMethods.contains(AuthenticationMethod.privateKeyJWT.rawValue) else {
            throw AuthMethodUnsatisfiableError("\(server.issuer) no longer takes private_key_jwt")
        }
        guard let key = keyset?.key(id: keyID, at: now) else {
            throw AuthMethodUnsatisfiableError("key \(keyID), with which the session began, is gone; restore it or sign in again")
        }
        let accepted = Self.acceptedAlgorithms(of: server)
        let usable = key.algorithms.filter { accepted.contains($0.rawValue) }
        // Sessions of before the metadata declared another algorithm stay with their key, and so with what it can do.
        guard let algorithm = usable.first(where: { $0.rawValue == algorithm }) ?? usable.first else {
            throw AuthMethodUnsatisfiableError("\(server.issuer) no longer takes the algorithms of key \(keyID)")
        }
        let assertion = ClientAssertion(clientID: clientID, audience: server.issuer, now: now, jti: jti)
        return [
            "client_id": clientID, "client_assertion_type": Self.assertionType,
            "client_assertion": try assertion.signed(with: key, keyID: keyID, algorithm),
        ]
    }

    /// A server that does not say takes ES256 (atproto OAuth "Confidential Client Authentication").
    private static func acceptedAlgorithms(of server: AuthorizationServerMetadata) -> [String] {
        server.tokenEndpointAuthSigningAlgs ?? [SignatureAlgorithm.es256.rawValue]
    }
}
