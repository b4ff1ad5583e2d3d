/// `admin.rotateKeys`: new keys, without ending a session.
public enum AdminRotateKeys: BrokerMethod {
    /// The kinds of key.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// The key that seals the store: everything is sealed anew.
        case store
        /// A confidential client's signing key: the old one stays while a session uses it.
        case client
    }

    /// Which keys.
    public struct Params: Codable, Sendable, Equatable {
        /// The kind; nil is the store's.
        public var kind: Kind?
        /// The OAuth client whose key it is; nil for the default.
        public var registration: String?

        /// Keys to rotate.
        public init(kind: Kind? = nil, registration: String? = nil) {
            self.kind = kind
            self.registration = registration
        }
    }

    /// What was done.
    public struct Result: Codable, Sendable, Equatable {
        /// The kind that was rotated.
        public var kind: Kind
        /// The new key's id.
        public var keyId: String
        /// How many secrets were sealed anew.
        public var resealed: Int

        /// An outcome.
        public init(kind: Kind, keyId: String, resealed: Int) {
            self.kind = kind
            self.keyId = keyId
            self.resealed = resealed
        }
    }

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "admin.rotateKeys",
        summary: "Make a new key for the store or for a confidential client, without ending a session.",
        params: .object(
            "keys to rotate", .optional("kind", .choice("the kind of key", Kind.self)), .optional("registration", .registration)),
        result: .object(
            "what was done",
            .required("kind", .choice("the kind of key", Kind.self)),
            .required("keyId", .string("the new key's id", length: 1...128)),
            .required("resealed", .integer("how many secrets were sealed anew"))),
        errors: [.locked],
        isRepeatable: false)
}
