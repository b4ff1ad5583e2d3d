/// `broker.info`: who answers, and how it sees the caller.
public enum GetBrokerInfo: BrokerMethod {
    /// No parameters.
    public typealias Params = EmptyObject

    /// The daemon and the caller.
    public struct Result: Codable, Sendable, Equatable {
        /// Always `atoauthd`.
        public var name: String
        /// The daemon's version.
        public var version: String
        /// The version of this API; its major part changes when something breaks.
        public var apiVersion: String
        /// One daemon for the machine, or one for a user.
        public var mode: BrokerMode
        /// The caller, as the kernel describes it.
        public var peer: Peer
        /// The OAuth clients that the caller may sign in with.
        public var registrations: [RegistrationSummary]
        /// What the daemon accepts.
        public var limits: BrokerLimits
        /// The path of the socket that speaks HTTP, if there is one.
        public var gateway: String?

        /// All of it.
        public init(
            name: String = "atoauthd", version: String, apiVersion: String, mode: BrokerMode, peer: Peer,
            registrations: [RegistrationSummary], limits: BrokerLimits, gateway: String? = nil
        ) {
            self.name = name
            self.version = version
            self.apiVersion = apiVersion
            self.mode = mode
            self.peer = peer
            self.registrations = registrations
            self.limits = limits
            self.gateway = gateway
        }
    }

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "broker.info",
        summary: "Say who answers, its limits, and how it sees the caller.",
        params: .empty,
        result: .object(
            "the daemon and the caller",
            .required("name", .string("the daemon's name")),
            .required("version", .string("the daemon's version")),
            .required("apiVersion", .string("this API's version")),
            .required("mode", .choice("one daemon for the machine or for one user", BrokerMode.self)),
            .required("peer", Peer.schema),
            .required("registrations", .array("the OAuth clients to sign in with", of: RegistrationSummary.schema)),
            .required("limits", BrokerLimits.schema),
            .optional("gateway", .string("the path of the socket that speaks HTTP"))),
        errors: [],
        isRepeatable: true)
}
