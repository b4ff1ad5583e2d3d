public import ATProtoOAuth

/// One OAuth client of the configuration: what the daemon is called at authorization servers.
public struct Registration: Sendable {
    /// Its name in the configuration.
    public let name: String
    /// Its metadata.
    public let metadata: ClientMetadata
    /// Its keys, if it is confidential.
    public let keyset: ClientKeyset?
    /// Whether the daemon makes its keys.
    public let hasGeneratedKeys: Bool

    /// A registration.
    public init(name: String, metadata: ClientMetadata, keyset: ClientKeyset? = nil, hasGeneratedKeys: Bool = false) {
        self.name = name
        self.metadata = metadata
        self.keyset = keyset
        self.hasGeneratedKeys = hasGeneratedKeys
    }
}
