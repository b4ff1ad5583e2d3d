/// Whose sessions: one user of the machine, through one registration. Tenants share caches of public facts and nothing else.
struct Tenant: Hashable, Sendable {
    let uid: UInt32
    let registration: String
}
