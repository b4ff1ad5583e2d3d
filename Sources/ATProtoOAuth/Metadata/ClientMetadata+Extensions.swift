extension ClientMetadata {
    /// Fields that are registered for OAuth clients and of which this library makes no use: they are kept and written, so that a document
    /// that is read and written stays what it was. Atproto servers refuse some of them; ``ClientMetadata/validate()`` says which.
    public struct Extensions: Sendable, Hashable, Codable {
        /// `contacts`: e-mail addresses of those responsible (RFC 7591 section 2).
        public var contacts: [String]?
        /// `default_max_age`, in seconds; refused.
        public var defaultMaxAge: Int?
        /// `require_auth_time`.
        public var requireAuthTime: Bool?
        /// `authorization_details_types` (RFC 9396 section 10); refused.
        public var authorizationDetailsTypes: [String]?
        /// `authorization_signed_response_alg`.
        public var authorizationSignedResponseAlg: String?
        /// `authorization_encrypted_response_alg`; refused.
        public var authorizationEncryptedResponseAlg: String?
        /// `authorization_encrypted_response_enc`; refused.
        public var authorizationEncryptedResponseEnc: String?
        /// `id_token_signed_response_alg`; refused.
        public var idTokenSignedResponseAlg: String?
        /// `userinfo_signed_response_alg`; refused.
        public var userinfoSignedResponseAlg: String?
        /// `userinfo_encrypted_response_alg`; refused.
        public var userinfoEncryptedResponseAlg: String?
        /// `request_object_signing_alg`.
        public var requestObjectSigningAlg: String?
        /// `tls_client_certificate_bound_access_tokens` (RFC 8705 section 3.4); refused if true.
        public var tlsClientCertificateBoundAccessTokens: Bool?

        /// None of them.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case contacts
            case defaultMaxAge = "default_max_age"
            case requireAuthTime = "require_auth_time"
            case authorizationDetailsTypes = "authorization_details_types"
            case authorizationSignedResponseAlg = "authorization_signed_response_alg"
            case authorizationEncryptedResponseAlg = "authorization_encrypted_response_alg"
            case authorizationEncryptedResponseEnc = "authorization_encrypted_response_enc"
            case idTokenSignedResponseAlg = "id_token_signed_response_alg"
            case userinfoSignedResponseAlg = "userinfo_signed_response_alg"
            case userinfoEncryptedResponseAlg = "userinfo_encrypted_response_alg"
            case requestObjectSigningAlg = "request_object_signing_alg"
            case tlsClientCertificateBoundAccessTokens = "tls_client_certificate_bound_access_tokens"
        }

        /// The first field that atproto servers refuse, and why.
        var objection: ClientMetadataError? {
            if let contact = contacts?.first(where: { !Self.isMailAddress($0) }) {
                return ClientMetadataError(CodingKeys.contacts.rawValue, "\(contact) is no e-mail address")
            }
            let refused: [(CodingKeys, Bool)] = [
                (.defaultMaxAge, defaultMaxAge != nil), (.idTokenSignedResponseAlg, idTokenSignedResponseAlg != nil),
                (.userinfoSignedResponseAlg, userinfoSignedResponseAlg != nil),
                (.userinfoEncryptedResponseAlg, userinfoEncryptedResponseAlg != nil),
                (.authorizationEncryptedResponseAlg, authorizationEncryptedResponseAlg != nil),
                (.authorizationEncryptedResponseEnc, authorizationEncryptedResponseEnc != nil),
                (.authorizationDetailsTypes, authorizationDetailsTypes?.isEmpty == false),
                (.tlsClientCertificateBoundAccessTokens, tlsClientCertificateBoundAccessTokens == true),
            ]
            return refused.first(where: \.1).map {
                ClientMetadataError(
                    $0.0.rawValue, "is for what atproto does without: ID tokens, encrypted answers, other kinds of grants; leave it out")
            }
        }

        /// The outward form alone (RFC 5321 section 4.1.2, without quoted names): whether mail arrives is not to be seen from here.
        private static func isMailAddress(_ text: String) -> Bool {
            let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
            guard parts.count == 2, (1...64).contains(parts[0].count), parts[1].count <= 253 else { return false }
            let labels = parts[1].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            return labels.count > 1 && labels.allSatisfy { !$0.isEmpty }
                && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && !#"()<>[]:;,\""#.utf8.contains($0) }
        }
    }
}
