public import ATProtoSyntax

/// What an account says of itself: its handle and its server (W3C DID Core 1.0 §5).
public struct DIDDocument: Hashable, Sendable {
    /// Whom the document is about.
    public let id: DID
    /// Other names, as URIs.
    public let alsoKnownAs: [String]
    /// Its services.
    public let services: [Service]
    /// The length it arrived with, in bytes.
    public let size: Int

    /// A service of an account.
    public struct Service: Hashable, Sendable {
        /// The fragment that names the service, with `#`.
        public let id: String
        /// What it is, as in `AtprotoPersonalDataServer`.
        public let types: [String]
        /// Where it is, if that is given as one string.
        public let endpoint: String?

        /// Makes a service.
        public init(id: String, types: [String], endpoint: String?) {
            self.id = id
            self.types = types
            self.endpoint = endpoint
        }
    }

    /// Makes a document from values that were checked.
    public init(id: DID, alsoKnownAs: [String] = [], services: [Service] = [], size: Int = 0) {
        self.id = id
        self.alsoKnownAs = alsoKnownAs
        self.services = services
        self.size = size
    }

    /// The handle that the account claims: the first `at://` name that is one. A claim until the handle leads back here.
    public var handle: Handle? {
        alsoKnownAs.lazy.compactMap { name in name.hasPrefix("at://") ? try? Handle(String(name.dropFirst(5))) : nil }.first
    }

    /// The personal data server: the origin of the first service `#atproto_pds` of the right type whose endpoint is an origin.
    public var pds: HTTPURL? {
        services.lazy.filter { $0.id == "#atproto_pds" && $0.types.contains("AtprotoPersonalDataServer") }
            .compactMap { $0.endpoint.flatMap { try? HTTPURL($0) } }.first { $0.isOrigin }
    }
}
