public import ATProtoOAuth

/// One OAuth client of the configuration: what the daemon is called at authorization servers.
public struct Registration: Sendable {
    /// Its name in the configuration.
    public let name: String
    /// Its metadata.
    public let metadata: ClientMetadata
    /// Its keys, if it is confidential.
    public internal(set) var keyset: ClientKeyset?
    /// Whether the daemon makes its keys.
    public let hasGeneratedKeys: Bool

    /// The port on 127.0.0.1 to which the page at the https redirect sends the browser on; nil if there is no such page.
    public let relayPort: Int?

    /// A registration.
    public init(name: String, metadata: ClientMetadata, keyset: ClientKeyset? = nil, hasGeneratedKeys: Bool = false, relayPort: Int? = nil)
    {
        self.name = name
        self.metadata = metadata
        self.keyset = keyset
        self.hasGeneratedKeys = hasGeneratedKeys
        self.relayPort = relayPort
    }
}
