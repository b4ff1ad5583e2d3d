public import ATProtoSyntax
import HTTPTypes

/// Resolution by the file `/.well-known/atproto-did` of the handle's own web server.
public struct WellKnownHandleResolver: HandleResolver {
    private let transport: any HTTPTransport
    private let limits: TransferLimits

    /// Fetches with `transport`, by default within 3 seconds and 10,480 bytes: the file holds one line.
    public init(
        transport: any HTTPTransport, limits: TransferLimits = TransferLimits(deadline: .seconds(3), maxBodyBytes: 10_480)
    ) {
        self.transport = transport
        self.limits = limits
    }

    /// Returns the DID of the file; see ``HandleResolver``.
    public func resolve(_ handle: Handle, fresh: Bool) async throws -> DID? { try await lookUp(handle, fresh: fresh).did }

    /// Failures of the transport and refusals count as misses; only a cancellation is thrown.
    public func lookUp(_ handle: Handle, fresh: Bool) async throws -> HandleLookup {
        do {
            let url = try HTTPURL("https://\(handle)/.well-known/atproto-did")
            let response = try await transport.send(OutgoingRequest(url: url, limits: limits))
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
