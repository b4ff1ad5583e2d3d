/// Parameters that name an OAuth client of the configuration.
public struct RegistrationParams: Codable, Sendable, Equatable {
    /// Its name; nil for the default.
    public var registration: String?

    /// A registration.
    public init(registration: String? = nil) { self.registration = registration }

    static let schema = JSONSchema.object("an OAuth client", .optional("registration", .registration))
}
