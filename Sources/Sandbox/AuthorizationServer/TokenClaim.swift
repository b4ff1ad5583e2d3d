/// What a token request proves about itself besides the code or refresh token.
struct TokenClaim: Sendable {
    let binding: ClientBinding
    let client: Client
    let keyThumbprint: String
}
