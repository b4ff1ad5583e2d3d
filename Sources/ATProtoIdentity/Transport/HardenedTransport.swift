import ATProtoSyntax
import AsyncHTTPClient
public import FoundationEssentials
import HTTPTypes
public import NIOCore
import NIOHTTP1
public import NIOPosix
import NIOSSL

/// The transport for a network whose URLs are all chosen by strangers.
///
/// - https only, but for what the configuration allows;
/// - addresses checked after resolution and again at the connection, before a byte of the request leaves (behind a proxy, which
///   resolves names itself, only names and literal addresses are checked);
/// - redirects returned, never followed; connections attempted once;
/// - a deadline for the whole exchange, limits for header fields and body;
/// - bodies streamed both ways at the pace of the slower side.
///
/// HTTP/1.1 alone is spoken: with HTTP/2 bytes would leave before the peer's address can be checked.
public final class HardenedTransport: HTTPTransport {
    let configuration: Configuration
    private let guardian: AddressGuard
    private let clients: ClientPool

    /// Makes a transport. Call ``shutdown()`` before it is let go, to know when its connections are closed.
    ///
    /// - Throws: ``TransportError`` `tls` if a trust root is no certificate.
    public init(
        configuration: Configuration, resolver: any AddressResolver = SystemAddressResolver(),
        eventLoopGroup: any EventLoopGroup = .singletonMultiThreadedEventLoopGroup, now: @escaping @Sendable () -> Date = { Date() }
    ) throws(TransportError) {
        self.configuration = configuration
        guardian = AddressGuard(policy: configuration.addresses, resolver: resolver, now: now)
        clients = ClientPool(
            eventLoopGroup: eventLoopGroup, tls: try Self.tls(configuration.additionalTrustRoots), veto: guardian.veto)
    }

    /// Sends one request, once; see ``HTTPTransport``.
    public func send(_ request: OutgoingRequest) async throws(TransportError) -> IncomingResponse {
        guard configuration.plainHTTP.permits(request.url) else {
            throw TransportError(.insecureURL, "\(request.url.origin) is plain http, which the configuration does not allow there")
        }
        try guardian.checkName(of: request.url)
        let start = ContinuousClock.now
        do {
            let proxy = configuration.proxies.proxy(for: request.url)
            if proxy == nil { try await checkAddresses(for: request) }
            let response = try await clients.client(for: proxy)
                .execute(prepared(request), deadline: .now() + TimeAmount(request.limits.deadline - (.now - start)))
            return try accept(response, of: request, deadline: start + request.limits.deadline)
        } catch {
            throw TransportError(http: error)
        }
    }

    /// Closes all connections once the requests under way are answered.
    ///
    /// - Throws: what prevented it.
    public func shutdown() async throws { try await clients.shutdown() }

    /// The system's resolver takes its time; the caller's deadline holds all the same.
    private func checkAddresses(for request: OutgoingRequest) async throws {
        try await withThrowingTaskGroup(of: Void.self) { [guardian] group in
            group.addTask { try await guardian.checkAddresses(of: request.url) }
            group.addTask {
                try await Task.sleep(for: request.limits.deadline)
                throw TransportError(.unresolvedHost, "\(request.url.host) was not resolved in time")
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func prepared(_ request: OutgoingRequest) -> HTTPClientRequest {
        var prepared = HTTPClientRequest(url: request.url.description)
        prepared.method = .RAW(value: request.method.rawValue)
        prepared.headers = request.headers.outgoing(userAgent: configuration.userAgent)
        switch request.body {
        case .none: break
        case .bytes(let bytes): prepared.body = .bytes(ByteBuffer(bytes: bytes))
        case .stream(let parts, let length): prepared.body = Self.body(parts, length)
        }
        return prepared
    }

    private static func body(_ parts: some AsyncSequence<ByteBuffer, any Error> & Sendable, _ length: Int?) -> HTTPClientRequest.Body {
        .stream(parts, length: length.map { .known(Int64($0)) } ?? .unknown)
    }

    private func accept(
        _ response: HTTPClientResponse, of request: OutgoingRequest, deadline: ContinuousClock.Instant
    ) throws(TransportError) -> IncomingResponse {
        let limits = request.limits
        guard response.headers.size <= limits.maxHeaderBytes else {
            throw TransportError(.headersTooLarge, "the response has more than \(limits.maxHeaderBytes) bytes of header fields")
        }
        // A body announced as too large is not begun.
        if request.method != .head, let length = response.headers.first(name: "Content-Length").flatMap({ Int($0) }),
            length > limits.maxBodyBytes
        {
            throw TransportError(.bodyTooLarge, "the response announces \(length) bytes; the limit is \(limits.maxBodyBytes)")
        }
        let reader = ResponseReader(response.body, limits: limits, deadline: deadline)
        return IncomingResponse(
            status: .init(code: Int(response.status.code), reasonPhrase: response.status.reasonPhrase),
            headers: .init(response.headers), body: IncomingBody(LimitedBody(reader: reader)))
    }

    private static func tls(_ roots: [String]) throws(TransportError) -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        do {
            tls.additionalTrustRoots = try roots.map { .certificates(try NIOSSLCertificate.fromPEMBytes(Array($0.utf8))) }
        } catch {
            throw TransportError(.tls, "an additional trust root is no certificate in PEM: \(error)")
        }
        return tls
    }
}
