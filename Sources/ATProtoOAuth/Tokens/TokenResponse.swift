import ATProtoSyntax
import FoundationEssentials
import JOSE

/// A successful answer of the token endpoint (RFC 6749 section 5.1 with the atproto profile).
struct TokenResponse: Sendable {
    let accessToken: SecretString
    let refreshToken: SecretString?
    /// Absent only in the answer to a refresh, where it means "as before".
    let sub: DID?
    /// Absent only in the answer to a refresh, where it means "as before" (RFC 6749 section 6).
    let scope: String?
    let expiresAt: Date?
    /// When its last byte had arrived.
    let receivedAt: ContinuousClock.Instant

    /// What was exchanged for the tokens.
    enum Grant: Sendable {
        case code, refreshToken
    }

    private struct Document: Decodable {
        let accessToken: SecretString?
        let refreshToken: SecretString?
        let tokenType, sub, scope: String?
        let expiresIn: Lifetime?
        let idToken: SecretString?

        enum CodingKeys: String, CodingKey {
            case accessToken = "access_token"
            case refreshToken = "refresh_token"
            case tokenType = "token_type"
            case expiresIn = "expires_in"
            case idToken = "id_token"
            case sub, scope
        }
    }

    /// `expires_in`, also where a server writes the number as text; nil seconds if it is something else.
    private struct Lifetime: Decodable {
        let seconds: Double?

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            let number = (try? value.decode(Double.self)) ?? (try? value.decode(String.self)).flatMap { Double($0) }
            seconds = number.flatMap { $0 > 0 && $0 < 1e9 ? $0 : nil }
        }
    }

    /// Reads an answer to a request that was sent at `sent`.
    ///
    /// A lifetime that is none spoils a login, which can be begun again. To a refresh it is as if it were not stated: the old token is
    /// spent, and throwing the new ones away would end the session.
    /// - Throws: ``MalformedResponseError`` naming the field; never its value.
    init(
        json: [UInt8], to grant: Grant, sentAt sent: Date, receivedAt: ContinuousClock.Instant = .now
    ) throws(MalformedResponseError) {
        func refuse(_ reason: String) -> MalformedResponseError { MalformedResponseError("token_endpoint", reason) }
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(json)) else {
            throw refuse("not the JSON object of RFC 6749 section 5.1")
        }
        guard let token = document.accessToken, token.count > 0 else { throw refuse("access_token is missing") }
        guard document.tokenType?.lowercased() == "dpop" else { throw refuse("token_type must be DPoP") }
        guard document.idToken == nil else { throw refuse("id_token must not be there: atproto is not OpenID Connect") }
        if let scope = document.scope, !scope.split(separator: " ").contains("atproto") { throw refuse("scope lacks atproto") }
        if grant == .code, let lifetime = document.expiresIn, lifetime.seconds == nil {
            throw refuse("expires_in must be a positive number of seconds")
        }
        do { sub = try document.sub.map { text throws(SyntaxError) in try DID(text) } } catch { throw refuse("sub is no atproto DID") }
        accessToken = token
        refreshToken = document.refreshToken
        scope = document.scope
        expiresAt = document.expiresIn?.seconds.map { sent + $0 }
        self.receivedAt = receivedAt
    }
}
