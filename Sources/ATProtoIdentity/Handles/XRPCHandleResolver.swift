public import ATProtoSyntax
import FoundationEssentials
import HTTPTypes

/// Resolution by a service, with `com.atproto.identity.resolveHandle`. The service learns which handles are asked for.
public struct XRPCHandleResolver: HandleResolver {
    private let service: HTTPURL
    private let transport: any HTTPTransport

    /// Asks `service`, such as `https://public.api.bsky.app`.
    public init(service: HTTPURL, transport: any HTTPTransport) {
        self.service = service
        self.transport = transport
    }

    private struct Answer: Decodable {
        let did: DID
    }

    private struct Refusal: Decodable {
        let error: String
        let message: String?
    }

    /// Returns the DID that the service tells; see ``HandleResolver``.
    public func resolve(_ handle: Handle, fresh: Bool) async throws -> DID? { try await lookUp(handle, fresh: fresh).did }

    /// Only the service's word that it cannot resolve the handle is a miss; whatever else it says is an ``IdentityError``.
    public func lookUp(_ handle: Handle, fresh: Bool) async throws -> HandleLookup {
        let url = try service.resolving(pathAndQuery: "/xrpc/com.atproto.identity.resolveHandle?handle=\(handle)")
        var headers: HTTPFields = [.accept: "application/json"]
        if fresh { headers[.cacheControl] = "no-cache" }
        do {
            let request = OutgoingRequest(url: url, headers: headers, limits: TransferLimits(maxBodyBytes: 10_480))
            let response = try await transport.send(request)
            let body = Data(try await response.body.collect(upTo: request.limits.maxBodyBytes))
            if response.status == .ok { return .found(try JSONDecoder().decode(Answer.self, from: body).did, .xrpc) }
            if Self.isMiss(response.status, body) { return .missed(.xrpc, "\(service.origin) cannot resolve it") }
            throw failure(handle, "\(service.origin) answered \(response.status.code)")
        } catch let error as TransportError where error.code == .cancelled {
            throw CancellationError()
        } catch let error as TransportError {
            throw failure(handle, error.description)
        } catch is DecodingError {
            throw failure(handle, "\(service.origin) answered without a valid did")
        }
    }

    private static func isMiss(_ status: HTTPResponse.Status, _ body: Data) -> Bool {
        guard status == .badRequest, let refusal = try? JSONDecoder().decode(Refusal.self, from: body) else { return false }
        return refusal.error == "InvalidRequest" && refusal.message == "Unable to resolve handle"
    }

    private func failure(_ handle: Handle, _ reason: String) -> IdentityError {
        IdentityError(.handleResolutionFailed, handle.description, reason, legs: [ResolutionLeg(.xrpc, .failed, reason)])
    }
}
