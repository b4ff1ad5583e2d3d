public import ATProtoOAuth

/// One OAuth client of the configuration: what the daemon is called at authorization servers.
public struct Registration: Sendable {
    /// Its name in the configuration.
    public let name: String
    /// Its metadata.
    public let metadata: ClientMetadata
    /// Its keys, if it is confidential.
    public let keyset: ClientKeyset?

    /// A registration.
    public init(name: String, metadata: ClientMetadata, keyset: ClientKeyset? = nil) {
        self.name = name
        self.metadata = metadata
        self.keyset = keyset
    }
}
