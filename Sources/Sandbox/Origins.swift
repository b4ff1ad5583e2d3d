/// Where the world is reached: one origin, or two if the resource server stands apart.
struct Origins: Sendable {
    var issuer: String
    var resource: String
}
