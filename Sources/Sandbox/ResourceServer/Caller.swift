/// Who sent a request to the resource server, and what they may do.
struct Caller: Sendable {
    let account: Account
    let permissions: Permissions
}
