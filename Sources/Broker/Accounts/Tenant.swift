/// Whose sessions: one user of the machine, through one registration. Those of one user share what was
/// learned of the world, and nothing else; different users share nothing.
struct Tenant: Hashable, Sendable {
    let uid: UInt32
    let registration: String
}
