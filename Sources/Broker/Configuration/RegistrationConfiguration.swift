public import ATProtoOAuth
import JOSE

/// One OAuth client.
public struct RegistrationConfiguration: Hashable, Sendable {
    /// `client_id`: the https URL of the hosted metadata document; nil for a loopback client, which needs none.
    public var clientID: String?
    /// `scope`: everything that may be asked for.
    public var scope = "atproto transition:generic"
    /// `redirect_uris`: one on 127.0.0.1 without a port is the daemon's own listener.
    public var redirectURIs = ["http://127.0.0.1/callback"]
    /// `client_name`: what consent pages call the client.
    public var clientName: String?
    /// `client_uri`: its home page.
    public var clientURI: String?
    /// `jwks_uri`: where its public keys are, if not in the document itself.
    public var jwksURI: String?
    /// `keys`: files with private keys, PEM or JWK, best first, or "generate". A client that has some is confidential.
    public var keys = ClientKeySource.files([])

    /// `relay_port`: the port on 127.0.0.1 to which the page at the https redirect sends the browser on.
    public var relayPort: Int?

    /// A loopback client.
    public init() {}

    /// The client's metadata, without keys. A client is a web application if it is confidential or redirects to https alone.
    /// - Throws: ``ClientMetadataError`` for what an authorization server would refuse.
    public func metadata() throws(ClientMetadataError) -> ClientMetadata {
        guard let clientID else { return ClientMetadata(loopback: try LoopbackClientID(scope: scope, redirectURIs: redirectURIs)) }
        let isConfidential = keys.isConfidential
        let isWeb = isConfidential || redirectURIs.allSatisfy { $0.hasPrefix("https:") }
        let metadata = ClientMetadata(
            clientID: clientID, redirectURIs: redirectURIs, scope: scope, applicationType: isWeb ? .web : .native,
            tokenEndpointAuthMethod: isConfidential ? .privateKeyJWT : .none, tokenEndpointAuthSigningAlg: isConfidential ? .es256 : nil,
            jwksURI: jwksURI, clientName: clientName, clientURI: clientURI)
        // The keys join the document when they are read. Where they are published does not matter to any other rule.
        var published = metadata
        if isConfidential, jwksURI == nil { published.jwksURI = clientID }
        try published.validate()
        return metadata
    }

    init(_ name: String, _ registrations: inout ConfigurationTable) throws(ConfigurationError) {
        guard name.utf8.count <= 64, !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) })
        else { throw registrations.error(name, "must be called by letters, digits, - and _, 64 at most") }
        try registrations.section(name) { (table) throws(ConfigurationError) in try read(&table) }
    }

    private mutating func read(_ table: inout ConfigurationTable) throws(ConfigurationError) {
        var loopback: Bool?
        try table.read("client_id", &clientID)
        try table.read("loopback", &loopback)
        guard loopback.map({ $0 == (clientID == nil) }) ?? true else {
            throw table.error("loopback", "and client_id exclude each other: a loopback client has no hosted metadata, any other needs it")
        }
        try table.read("scope", &scope)
        try table.read("redirect_uris", &redirectURIs)
        try table.read("client_name", &clientName)
        try table.read("client_uri", &clientURI)
        try table.read("jwks_uri", &jwksURI)
        try table.read("keys", &keys)
        try table.read("relay_port", &relayPort)
        try check(table)
    }

    private func check(_ table: ConfigurationTable) throws(ConfigurationError) {
        if clientID == nil, let key = ["client_name", "client_uri", "jwks_uri", "keys", "relay_port"].first(where: table.has) {
            throw table.error(key, "needs a hosted metadata document: give client_id, or leave \(key) out")
        }
        if let relayPort {
            guard (1024...65_535).contains(relayPort) else {
                throw table.error("relay_port", "is \(relayPort), and must be from 1024 to 65535")
            }
            guard redirectURIs.contains(where: { $0.hasPrefix("https:") }) else {
                throw table.error("relay_port", "needs an https URI in redirect_uris, at which the page is")
            }
        }
        do { _ = try metadata() } catch {
            // Fields of the document that have no key of their own follow from `keys`.
            let own = ["client_id", "scope", "redirect_uris", "client_uri", "jwks_uri"].contains(error.field)
            throw table.error(own ? error.field : "keys", own ? error.rule : "makes \(error.field) wrong: \(error.rule)")
        }
    }
}
