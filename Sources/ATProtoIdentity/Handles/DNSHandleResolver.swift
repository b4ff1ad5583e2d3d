public import ATProtoSyntax

/// Resolution by the TXT record `_atproto.<handle>`.
public struct DNSHandleResolver: HandleResolver {
    private let records: any TXTResolver

    /// Looks records up with `records`.
    public init(records: any TXTResolver) { self.records = records }

    /// Returns the DID of the record; see ``HandleResolver``.
    public func resolve(_ handle: Handle, fresh: Bool) async throws -> DID? { try await lookUp(handle, fresh: fresh).did }

    /// Every failure of the DNS but a name that cannot be asked for counts as a miss, so that other methods get their turn.
    public func lookUp(_ handle: Handle, fresh: Bool) async throws -> HandleLookup {
        do {
            return Self.pick(try await records.records(at: "_atproto.\(handle)"))
        } catch let error as TXTLookupError where error.code == .malformedName {
            let leg = ResolutionLeg(.dns, .failed, error.reason)
            throw IdentityError(.handleResolutionFailed, handle.description, error.reason, legs: [leg])
        } catch let error as CancellationError {
            throw error
        } catch {
            try Task.checkCancellation()
            return .failed(.dns, "\(error)")
        }
    }

    /// Records that do not start with `did=` belong to somebody else. Two that differ make the handle ambiguous.
    private static func pick(_ records: [String]) -> HandleLookup {
        let claims = Set(records.filter { $0.hasPrefix("did=") }.map { String($0.dropFirst(4)) })
        guard let claim = claims.first else { return .missed(.dns, "there is no TXT record with did=") }
        guard claims.count == 1 else { return .missed(.dns, "there are \(claims.count) different TXT records with did=") }
        do {
            return .found(try DID(claim), .dns)
        } catch {
            return .missed(.dns, error.description)
        }
    }
}
