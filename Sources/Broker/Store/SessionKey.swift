/// Names a session: whose it is, which OAuth client it was made through, and of which account.
struct SessionKey: Hashable, Sendable {
    let uid: UInt32
    let registration: String
    let did: String
}
