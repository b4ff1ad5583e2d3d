import ATProtoSyntax
import HTTPTypes

/// The request for a document, which the two methods share.
struct DocumentFetch: Sendable {
    let transport: any HTTPTransport
    let limits: TransferLimits

    /// Fetches the document of `did` at `url`.
    func document(of did: DID, at url: HTTPURL, leg: ResolutionLeg.Name, fresh: Bool) async throws(IdentityError) -> DIDDocument {
        do {
            let body = try await body(of: did, at: url, fresh: fresh)
            return try DIDDocument(json: body, of: did)
        } catch {
            if error.code == .cancelled { throw error }
            let outcome: ResolutionLeg.Outcome = error.code == .didNotFound ? .missed : .failed
            throw IdentityError(error.code, error.subject, error.reason, legs: [ResolutionLeg(leg, outcome, error.reason)])
        }
    }

    private func body(of did: DID, at url: HTTPURL, fresh: Bool) async throws(IdentityError) -> [UInt8] {
        var headers: HTTPFields = [.accept: "application/did+ld+json, application/json"]
        if fresh { headers[.cacheControl] = "no-cache" }
        do {
            let response = try await transport.send(OutgoingRequest(url: url, headers: headers, limits: limits))
            if response.status == .notFound || response.status == .gone {
                throw IdentityError(.didNotFound, did.description, "\(url.origin) has no document (\(response.status.code))")
            }
            guard response.status.kind == .successful else {
                throw IdentityError(.didFetchFailed, did.description, "\(url) answered \(response.status.code)")
            }
            guard ["application/json", "application/did+ld+json"].contains(response.mediaType) else {
                throw IdentityError(.didFetchFailed, did.description, "\(url) did not answer with JSON")
            }
            return try await response.body.collect(upTo: limits.maxBodyBytes)
        } catch let error as TransportError {
            throw IdentityError(error.code == .cancelled ? .cancelled : .didFetchFailed, did.description, error.description)
        } catch let error as IdentityError {
            throw error
        } catch {
            throw IdentityError(.didFetchFailed, did.description, "\(error)")
        }
    }
}
