import HTTPTypes

/// An error answer of the resource server.
struct XRPCError: Error {
    let status: HTTPResponse.Status
    let error: String
    let message: String
    /// Whether the answer challenges the client to prove itself again (RFC 9449 §7.1).
    let isChallenge: Bool

    init(_ error: String, _ message: String, status: HTTPResponse.Status = .badRequest, isChallenge: Bool = false) {
        self.error = error
        self.message = message
        self.status = status
        self.isChallenge = isChallenge
    }

    init(_ rejection: ProofRejection) {
        switch rejection {
        case .invalid(let reason): self.init("invalid_dpop_proof", reason, status: .unauthorized, isChallenge: true)
        case .nonce:
            self.init("use_dpop_nonce", "Resource server requires nonce in DPoP proof", status: .unauthorized, isChallenge: true)
        }
    }

    static func invalidToken(_ message: String) -> XRPCError {
        XRPCError("invalid_token", message, status: .unauthorized, isChallenge: true)
    }

    static func invalidRequest(_ message: String) -> XRPCError {
        XRPCError("InvalidRequest", message)
    }

    var answer: Answer {
        var answer = Answer.json(["error": .string(error), "message": .string(message)], status: status)
        if isChallenge { answer.headers[.wwwAuthenticate] = DPoPChallenge.text(error: error, description: message) }
        return answer
    }
}
