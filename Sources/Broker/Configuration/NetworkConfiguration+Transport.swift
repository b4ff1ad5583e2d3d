public import ATProtoIdentity

import ATProtoSyntax
import FoundationEssentials

extension NetworkConfiguration {
    /// What one exchange may take.
    public var limits: TransferLimits {
        TransferLimits(deadline: timeout, idle: idle, maxBodyBytes: bodyBytes, maxHeaderBytes: headerBytes)
    }

    /// Where connections may go. Leave to speak plain http on this machine includes leave to connect to it: alone it would be none.
    public var addresses: AddressPolicy {
        var policy = AddressPolicy(allowedNames: Set(allowPrivateNames))
        for allowance in allowPrivateAddresses + (allowHTTP == .loopbackOnly ? [.loopback] : []) {
            switch allowance {
            case .range(let range):
                policy.allowedRanges.append(range)
            case .loopback:
                policy.allowedRanges += AddressPolicy.development.allowedRanges
                policy.allowedNames.formUnion(AddressPolicy.development.allowedNames)
            }
        }
        return policy
    }

    /// What the transport lets pass. Reads the files of `trust_roots`.
    /// - Parameter environment: where the proxies stand.
    /// - Throws: ``ConfigurationError`` for a file or a proxy that is of no use.
    public func transport(userAgent: String, environment: [String: String]) throws(ConfigurationError) -> HardenedTransport.Configuration {
        var proxies = ProxyConfiguration()
        if proxyFromEnvironment {
            do { proxies = try ProxyConfiguration(environment: environment) } catch {
                throw ConfigurationError(file: "environment", line: nil, key: nil, rule: "names a proxy that is none: \(error)")
            }
        }
        var roots: [String] = []
        for path in trustRoots {
            guard let data = FileManager.default.contents(atPath: path), let text = String(bytes: data, encoding: .utf8) else {
                throw ConfigurationError(file: path, line: nil, key: "network.trust_roots", rule: "names this file, which cannot be read")
            }
            roots.append(text)
        }
        return HardenedTransport.Configuration(
            userAgent: userAgent, plainHTTP: allowHTTP, addresses: addresses, proxies: proxies, additionalTrustRoots: roots)
    }
}
