/// An OAuth client of the configuration.
public struct RegistrationSummary: Codable, Sendable, Equatable {
    /// Its name in the configuration.
    public var name: String
    /// The client identifier that servers see.
    public var clientId: String
    /// Whether it signs in with a key (`private_key_jwt`), which makes sessions last months instead of two weeks.
    public var confidential: Bool
    /// Whether a sign-in that names none uses this one.
    public var isDefault: Bool
    /// The scope it asks for unless told otherwise.
    public var scope: String

    /// A registration.
    public init(name: String, clientId: String, confidential: Bool, isDefault: Bool, scope: String) {
        self.name = name
        self.clientId = clientId
        self.confidential = confidential
        self.isDefault = isDefault
        self.scope = scope
    }

    static let schema = JSONSchema.object(
        "an OAuth client",
        .required("name", .registration),
        .required("clientId", .string("the client identifier", format: .uri)),
        .required("confidential", .boolean("whether it signs in with a key")),
        .required("isDefault", .boolean("whether it is the default")),
        .required("scope", .scope))
}
