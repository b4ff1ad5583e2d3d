import ATProtoIdentity
import ATProtoOAuth

/// What was learned of the world for one user: where accounts are, and the nonces and clocks of servers.
///
/// Each user has their own. A shared one would be faster, and would tell by its speed what others look up; and the nonces that one
/// user's programs report would be another's.
struct PublicFacts: Sendable {
    let identities: IdentityResolver
    let servers: ServerTable
}
