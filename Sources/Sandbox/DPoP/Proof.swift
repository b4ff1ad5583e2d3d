/// A verified DPoP proof.
struct Proof: Sendable {
    let keyThumbprint: String
}
