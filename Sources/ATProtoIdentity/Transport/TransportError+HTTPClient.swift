import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

extension TransportError {
    /// Sorts what the HTTP client and the layers below it throw into the closed set of reasons.
    init(http error: any Error) {
        switch error {
        case let error as TransportError: self = error
        case let error as HTTPClientError: self.init(client: error)
        case let error as LookupThreads.Busy: self.init(.unresolvedHost, "\(error)")
        case is CancellationError: self.init(.cancelled, "the request was cancelled")
        case HTTPParserError.headerOverflow: self.init(.headersTooLarge, "a header field of the response is too large")
        case let error as HTTPParserError: self.init(.malformedResponse, "the answer is not HTTP: \(error)")
        // Only what fails the handshake is sure to have come before the request; other TLS errors may break an exchange off.
        case NIOSSLError.handshakeFailed, NIOSSLError.unableToValidateCertificate, is NIOSSLExtraError:
            self.init(.tls, "no secure connection: \(error)")
        case ChannelError.connectTimeout: self.init(.unreachable, "no connection in time")
        case let error as NIOConnectionError: self.init(.unreachable, Self.summary(error))
        case let error as IOError where Self.precedesConnection.contains(error.errnoCode): self.init(.unreachable, "\(error)")
        default: self.init(.connection, "the connection failed: \(error)")
        }
    }

    /// What an address that was named in the URL says when it cannot be connected to. A standing connection could report the same only
    /// after silence of many minutes, which no deadline grants.
    private static let precedesConnection: Set<CInt> = [
        ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ENETDOWN, EHOSTDOWN, EADDRNOTAVAIL, EAFNOSUPPORT,
    ]

    private init(client error: HTTPClientError) {
        switch error {
        case .cancelled:
            self.init(.cancelled, "the request was cancelled")
        case .connectTimeout, .getConnectionFromPoolTimeout, .httpProxyHandshakeTimeout:
            self.init(.unreachable, "no connection in time (\(error.shortDescription))")
        case .invalidProxyResponse, .proxyAuthenticationRequired:
            self.init(.unreachable, "the proxy refused to connect (\(error.shortDescription))")
        case .deadlineExceeded, .readTimeout, .writeTimeout:
            self.init(.timeout, "no answer in time (\(error.shortDescription))")
        case .tlsHandshakeTimeout:
            self.init(.tls, "the TLS handshake took too long")
        case .remoteConnectionClosed:
            self.init(.connection, "the server closed the connection")
        default:
            self.init(.connection, error.shortDescription)
        }
    }

    private static func summary(_ error: NIOConnectionError) -> String {
        let attempts = error.connectionErrors.map { "\($0.target.ipAddress ?? "?"): \($0.error)" }.joined(separator: "; ")
        return "cannot connect to \(error.host):\(error.port) (\(attempts.isEmpty ? "the name has no address" : attempts))"
    }
}
