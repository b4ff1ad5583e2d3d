public import ATProtoIdentity

/// Where connections may go, and what they may take.
public struct NetworkConfiguration: Hashable, Sendable {
    /// `allow_http`: where plain http may go.
    public var allowHTTP = PlainHTTPPolicy.never
    /// `allow_private_addresses`: addresses that may be connected to although they are not public.
    public var allowPrivateAddresses: [AddressAllowance] = []
    /// `allow_private_names`: names that may be connected to although they are not public, such as `pds.internal`, or `.internal`
    /// for all below it. Their addresses need to be allowed as well.
    public var allowPrivateNames: [String] = []
    /// `timeout`: the longest that a request may take in all.
    public var timeout: Duration = .seconds(15)
    /// `idle`: the longest wait for the next part of an answer.
    public var idle: Duration = .seconds(15)
    /// `body_bytes`: the largest answer to the daemon's own requests.
    public var bodyBytes = 524_288
    /// `header_bytes`: the largest head of an answer.
    public var headerBytes = 32_768
    /// `proxy_from_environment`: whether `https_proxy`, `http_proxy` and `no_proxy` count.
    public var proxyFromEnvironment = true
    /// `trust_roots`: files with certificates, in PEM, that are trusted beside those of the system.
    public var trustRoots: [String] = []

    mutating func read(_ table: inout ConfigurationTable) throws(ConfigurationError) {
        try table.read("allow_http", &allowHTTP)
        try table.read("allow_private_addresses", &allowPrivateAddresses)
        try table.read("allow_private_names", &allowPrivateNames)
        allowPrivateNames = allowPrivateNames.map { $0.lowercased() }
        try table.read("timeout", &timeout, in: .milliseconds(100) ... .seconds(600))
        try table.read("idle", &idle, in: .milliseconds(100) ... .seconds(600))
        try table.read("body_bytes", &bodyBytes, in: 16_384...67_108_864)
        try table.read("header_bytes", &headerBytes, in: 4096...1_048_576)
        try table.read("proxy_from_environment", &proxyFromEnvironment)
        try table.read("trust_roots", &trustRoots)
    }
}
