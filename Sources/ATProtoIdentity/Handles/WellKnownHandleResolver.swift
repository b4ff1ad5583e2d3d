public import ATProtoSyntax
import HTTPTypes

/// Resolution by the file `/.well-known/atproto-did` of the handle's own web server.
///
/// The file may be elsewhere: redirects are followed here, and nowhere else (atproto Handle "HTTPS well-known Method"). No secret goes
/// along, and each hop is a new request, which the transport guards like the first.
public struct WellKnownHandleResolver: HandleResolver {
    /// How often the server may point elsewhere.
    private static let redirects = 5

    private let transport: any HTTPTransport
    private let limits: TransferLimits
    private let now: @Sendable () -> ContinuousClock.Instant

    /// Fetches with `transport`, by default within 3 seconds, redirects included, and 10,480 bytes: the file holds one line.
    public init(
        transport: any HTTPTransport, limits: TransferLimits = TransferLimits(deadline: .seconds(3), maxBodyBytes: 10_480),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.transport = transport
        self.limits = limits
        self.now = now
    }

    /// Returns the DID of the file; see ``HandleResolver``.
    public func resolve(_ handle: Handle, fresh: Bool) async throws -> DID? { try await lookUp(handle, fresh: fresh).did }

    /// Failures of the transport and refusals count as misses; only a cancellation is thrown.
    public func lookUp(_ handle: Handle, fresh: Bool) async throws -> HandleLookup {
        do {
            let (url, response) = try await fetch(try HTTPURL("https://\(handle)/.well-known/atproto-did"), fresh)
            guard response.status.kind == .successful else {
                return .failed(.https, "\(url) answered \(response.status.code)")
            }
            return Self.parse(try await response.body.collect(upTo: limits.maxBodyBytes))
        } catch let error as TransportError where error.code == .cancelled {
            throw CancellationError()
        } catch {
            return .failed(.https, "\(error)")
        }
    }

    /// The first answer that does not point elsewhere, and whose it is.
    private func fetch(_ start: HTTPURL, _ fresh: Bool) async throws -> (HTTPURL, IncomingResponse) {
        let deadline = now() + limits.deadline
        var request = OutgoingRequest(url: start, headers: fresh ? [.cacheControl: "no-cache"] : [:], limits: limits)
        for _ in 0...Self.redirects {
            let (url, response) = (request.url, try await transport.send(request))
            guard [301, 302, 303, 307, 308].contains(response.status.code) else { return (url, response) }
            guard let next = response.headers[.location].flatMap({ url.following($0) }) else {
                throw TransportError(.redirect, "\(url) answered \(response.status.code) without saying where to")
            }
            request.url = next
            request.limits.deadline = deadline - now()
        }
        throw TransportError(.redirect, "\(start) points elsewhere more than \(Self.redirects) times")
    }

    private static func parse(_ body: [UInt8]) -> HandleLookup {
        let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
        let line = body.prefix { $0 != 0x0A && $0 != 0x0D }.drop(while: isSpace)
        let end = line.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? line.startIndex
        do {
            return .found(try DID(String(decoding: line[..<end], as: UTF8.self)), .https)
        } catch {
            return .missed(.https, error.description)
        }
    }
}
