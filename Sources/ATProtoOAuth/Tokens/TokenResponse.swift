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

    /// An answer that cannot be used. The tokens in it are alive all the same.
    struct Refusal: Error {
        let error: MalformedResponseError
        let accessToken, refreshToken: SecretString?
    }

    /// A member of the wrong type counts as absent: what depends on it says so.
    private struct Document: Decodable {
        let accessToken, refreshToken: SecretString?
        let tokenType, sub, scope: String?
        let expiresIn: Lifetime?
        let hasIDToken: Bool

        private enum CodingKeys: String, CodingKey {
            case accessToken = "access_token"
            case refreshToken = "refresh_token"
            case tokenType = "token_type"
            case expiresIn = "expires_in"
            case idToken = "id_token"
            case sub, scope
        }

        init(from decoder: any Decoder) throws {
            let members = try decoder.container(keyedBy: CodingKeys.self)
            accessToken = try? members.decode(SecretString.self, forKey: .accessToken)
            refreshToken = (try? members.decode(SecretString.self, forKey: .refreshToken)).flatMap { $0.count > 0 ? $0 : nil }
            tokenType = try? members.decode(String.self, forKey: .tokenType)
            sub = try? members.decode(String.self, forKey: .sub)
            scope = (try? members.decode(String.self, forKey: .scope)).flatMap { $0.isEmpty ? nil : $0 }
            expiresIn = try? members.decode(Lifetime.self, forKey: .expiresIn)
            hasIDToken = members.contains(.idToken)
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
    /// What spoils a login, which can be begun again, is not regarded in the answer to a refresh: the old token is spent, and throwing
    /// the new ones away would end the session. A lifetime that is none is as if it were not stated.
    /// - Throws: ``Refusal`` naming the field; never its value.
    init(json: [UInt8], to grant: Grant, sentAt sent: Date, receivedAt: ContinuousClock.Instant = .now) throws(Refusal) {
        let document = try? JSONDecoder().decode(Document.self, from: Data(json))
        func refuse(_ reason: String) -> Refusal {
            Refusal(
                error: MalformedResponseError("token_endpoint", reason), accessToken: document?.accessToken,
                refreshToken: document?.refreshToken)
        }
        guard let document else { throw refuse("not the JSON object of RFC 6749 section 5.1") }
        guard let token = document.accessToken, token.count > 0 else { throw refuse("access_token is missing") }
        // Anything else would be more than one header field, or none (RFC 6750 section 2.1).
        guard token.isVisibleASCII else { throw refuse("access_token has characters that no token can have") }
        guard document.tokenType?.lowercased() == "dpop" else { throw refuse("token_type must be DPoP") }
        if grant == .code {
            guard !document.hasIDToken else { throw refuse("id_token must not be there: atproto is not OpenID Connect") }
            if let scope = document.scope, !scope.split(separator: " ").contains("atproto") { throw refuse("scope lacks atproto") }
        }
        do { sub = try document.sub.map { text throws(SyntaxError) in try DID(text) } } catch { throw refuse("sub is no atproto DID") }
        accessToken = token
        refreshToken = document.refreshToken
        scope = document.scope
        expiresAt = document.expiresIn?.seconds.map { sent + $0 }
        self.receivedAt = receivedAt
    }
}

extension SecretString {
    fileprivate var isVisibleASCII: Bool { reveal().utf8.allSatisfy { (0x21...0x7E).contains($0) } }
}
