/// An account with everything derived.
struct Account: Sendable {
    let did: String
    let handle: String
    let password: String
    let repositoryKey = RepositoryKey()
}
