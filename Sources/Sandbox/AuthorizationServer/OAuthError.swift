import HTTPTypes

/// An error answer of the authorization server (RFC 6749 §5.2 and its extensions).
struct OAuthError: Error {
    enum Code: String {
        case accessDenied = "access_denied"
        case accountSelectionRequired = "account_selection_required"
        case consentRequired = "consent_required"
        case invalidClient = "invalid_client"
        case invalidClientMetadata = "invalid_client_metadata"
        case invalidDPoPProof = "invalid_dpop_proof"
        case invalidGrant = "invalid_grant"
        case invalidRequest = "invalid_request"
        case invalidScope = "invalid_scope"
        case loginRequired = "login_required"
        case serverError = "server_error"
        case temporarilyUnavailable = "temporarily_unavailable"
        case useDPoPNonce = "use_dpop_nonce"
    }

    let code: String
    let description: String
    let status: HTTPResponse.Status

    /// 400, except for a bad proof, which the reference server answers with 401 and a challenge.
    init(_ code: Code, _ description: String) {
        self.init(code: code.rawValue, description, status: code == .invalidDPoPProof ? .unauthorized : .badRequest)
    }

    init(code: String, _ description: String, status: HTTPResponse.Status) {
        self.code = code
        self.description = description
        self.status = status
    }

    init(_ rejection: ProofRejection) {
        switch rejection {
        case .invalid(let reason): self.init(.invalidDPoPProof, reason)
        case .nonce: self.init(.useDPoPNonce, "Authorization server requires nonce in DPoP proof")
        }
    }

    var answer: Answer {
        var answer = Answer.json(["error": .string(code), "error_description": .string(description)], status: status)
        if status == .unauthorized {
            answer.headers[.wwwAuthenticate] = DPoPChallenge.text(error: code, description: description)
        }
        return answer
    }
}
