/// How a client authenticated when its session began; every later request of the session must do the same.
struct ClientBinding: Hashable, Sendable {
    /// Nil for a public client.
    struct Key: Hashable, Sendable {
        let id: String
        let algorithm: String
        let thumbprint: String
    }

    let clientID: String
    let key: Key?
}
