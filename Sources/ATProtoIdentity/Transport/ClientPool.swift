import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOSSL
import Synchronization

/// One HTTP client for direct connections and one for each proxy: a client's proxy is fixed.
final class ClientPool: Sendable {
    /// `nil` once shut down: a client made later would never be closed.
    private let clients = Mutex<[ProxyServer?: HTTPClient]?>([:])
    private let eventLoopGroup: any EventLoopGroup
    private let tls: TLSConfiguration
    private let veto: @Sendable (any Channel) -> EventLoopFuture<Void>

    init(eventLoopGroup: any EventLoopGroup, tls: TLSConfiguration, veto: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>) {
        self.eventLoopGroup = eventLoopGroup
        self.tls = tls
        self.veto = veto
    }

    /// A transport that was let go without a shutdown closes its connections in its own time; the HTTP client by itself would trap.
    deinit {
        for client in clients.withLock({ $0 ?? [:] }).values { client.shutdown { _ in } }
    }

    /// The client whose requests go through `proxy`.
    ///
    /// - Throws: ``TransportError`` `cancelled` after the shutdown.
    func client(for proxy: ProxyServer?) throws -> HTTPClient {
        try clients.withLock { clients in
            guard clients != nil else { throw TransportError(.cancelled, "the transport was shut down") }
            if let client = clients?[proxy] { return client }
            let client = HTTPClient(eventLoopGroupProvider: .shared(eventLoopGroup), configuration: configuration(proxy))
            clients?[proxy] = client
            return client
        }
    }

    func shutdown() async throws {
        let idle = clients.withLock { clients in
            defer { clients = nil }
            return (clients ?? [:]).map(\.value)
        }
        for client in idle { try await client.shutdown() }
    }

    private func configuration(_ proxy: ProxyServer?) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
        configuration.httpVersion = .http1Only
        configuration.timeout.connect = .seconds(10)
        // A second attempt could meet another address, and would hide why the first failed.
        configuration.connectionPool.retryConnectionEstablishment = false
        // A connection that somebody reads slowly must not be the one that another account's refresh waits for.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1024
        if let proxy {
            configuration.proxy = .server(
                host: proxy.host, port: proxy.port,
                authorization: proxy.credentials.map { .basic(credentials: Data($0.text.utf8).base64EncodedString()) })
        } else {
            configuration.http1_1ConnectionDebugInitializer = veto
        }
        return configuration
    }
}
