extension HardenedTransport {
    /// What the transport lets pass.
    public struct Configuration: Sendable {
        /// `User-Agent` of requests that name none, as in `atoauthd/1.0`.
        public var userAgent: String
        /// Where plain http may go.
        public var plainHTTP: PlainHTTPPolicy
        /// Which hosts and addresses may be connected to.
        public var addresses: AddressPolicy
        /// Which requests go through a proxy.
        public var proxies: ProxyConfiguration
        /// Certificates, in PEM, that are trusted beside those of the system.
        public var additionalTrustRoots: [String]

        /// Makes a configuration; by default https to public addresses, without proxy.
        public init(
            userAgent: String, plainHTTP: PlainHTTPPolicy = .never, addresses: AddressPolicy = .publicInternet,
            proxies: ProxyConfiguration = ProxyConfiguration(), additionalTrustRoots: [String] = []
        ) {
            self.userAgent = userAgent
            self.plainHTTP = plainHTTP
            self.addresses = addresses
            self.proxies = proxies
            self.additionalTrustRoots = additionalTrustRoots
        }
    }
}
