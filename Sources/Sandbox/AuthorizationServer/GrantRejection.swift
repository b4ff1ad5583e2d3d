/// Why a code or refresh token was not exchanged. All of them are `invalid_grant` (RFC 6749 §5.2).
struct GrantRejection: Error {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
