/// Why a DPoP proof was not accepted. The endpoint decides on the status: the two servers answer a nonce challenge differently.
enum ProofRejection: Error, Equatable {
    case invalid(String)
    /// No nonce, or one that is not current: try again with the one in this answer.
    case nonce
}
