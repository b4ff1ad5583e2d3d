public import ATProtoSyntax

/// Finds accounts, and believes a handle only if both directions agree: handle → DID by resolution, DID → handle by the document.
public struct IdentityResolver: Sendable {
    private let handles: any HandleResolver
    private let dids: any DIDResolver
    private let allowTestHandles: Bool

    /// Combines resolvers. `.test` handles are for development and refused unless `allowTestHandles`.
    public init(handles: any HandleResolver, dids: any DIDResolver, allowTestHandles: Bool = false) {
        self.handles = handles
        self.dids = dids
        self.allowTestHandles = allowTestHandles
    }

    /// Finds the account of a handle or DID. With `fresh`, no cache answers.
    ///
    /// - Throws: ``IdentityError`` with every step that was taken. A handle that its account does not claim is an error; a DID whose
    ///   handle does not lead back is not, it has ``Handle/invalid``.
    public func resolve(_ identifier: AccountIdentifier, fresh: Bool = false) async throws(IdentityError) -> Identity {
        switch identifier {
        case .handle(let handle): return try await resolve(handle, fresh: fresh)
        case .did(let did): return try await resolve(did, fresh: fresh)
        case .service(let url):
            throw IdentityError(.invalidIdentifier, url.description, "this names a server; a handle or a DID is needed")
        }
    }

    /// Finds where the data of `did` is, without asking for its handle.
    ///
    /// - Throws: ``IdentityError``.
    public func personalDataServer(of did: DID, fresh: Bool = false) async throws(IdentityError) -> HTTPURL {
        try await document(of: did, after: [], fresh: fresh).1
    }

    private func resolve(_ handle: Handle, fresh: Bool) async throws(IdentityError) -> Identity {
        if let objection = objection(to: handle) { throw IdentityError(.reservedHandle, handle.description, objection) }
        let lookup = try await lookUp(handle, fresh: fresh)
        guard let did = lookup.did else {
            throw IdentityError(.handleNotFound, handle.description, "no method of resolution knows this handle", legs: lookup.legs)
        }
        let (document, pds, leg) = try await document(of: did, after: lookup.legs, fresh: fresh)
        guard document.handle == handle else {
            // One of the two may be what it was before the handle moved.
            if !fresh { return try await resolve(handle, fresh: true) }
            let claim = document.handle.map { "claims \($0)" } ?? "claims no handle"
            throw IdentityError(
                .handleMismatch, handle.description, "the handle leads to \(did), which \(claim)", legs: lookup.legs + [leg])
        }
        return Identity(did: did, handle: handle, pds: pds, document: document, sources: lookup.legs + [leg])
    }

    private func resolve(_ did: DID, fresh: Bool) async throws(IdentityError) -> Identity {
        let (document, pds, leg) = try await document(of: did, after: [], fresh: fresh)
        guard let claim = document.handle, objection(to: claim) == nil else {
            return Identity(did: did, handle: .invalid, pds: pds, document: document, sources: [leg])
        }
        let lookup: HandleLookup
        do {
            lookup = try await lookUp(claim, fresh: fresh)
        } catch {
            if error.code == .cancelled { throw error }
            lookup = HandleLookup(did: nil, legs: error.legs)
        }
        let handle = lookup.did == did ? claim : .invalid
        return Identity(did: did, handle: handle, pds: pds, document: document, sources: [leg] + lookup.legs)
    }

    private func document(
        of did: DID, after legs: [ResolutionLeg], fresh: Bool
    ) async throws(IdentityError) -> (DIDDocument, HTTPURL, ResolutionLeg) {
        let document: DIDDocument
        do {
            document = try await dids.resolve(did, fresh: fresh)
        } catch {
            throw error.preceded(by: legs)
        }
        let leg = ResolutionLeg(did.method == "plc" ? .plc : .web, .found, document.pds.map(\.origin) ?? "no server")
        guard let pds = document.pds else {
            let reason = "the document of \(did) names no personal data server (#atproto_pds with an origin for endpoint)"
            throw IdentityError(.noService, did.description, reason, legs: legs + [leg])
        }
        return (document, pds, leg)
    }

    private func lookUp(_ handle: Handle, fresh: Bool) async throws(IdentityError) -> HandleLookup {
        do {
            return try await handles.lookUp(handle, fresh: fresh)
        } catch let error as IdentityError {
            throw error
        } catch is CancellationError {
            throw IdentityError(.cancelled, handle.description, "the caller was cancelled")
        } catch {
            let leg = ResolutionLeg(.custom, .failed, "\(error)")
            throw IdentityError(.handleResolutionFailed, handle.description, "the handle could not be resolved", legs: [leg])
        }
    }

    private func objection(to handle: Handle) -> String? {
        if handle.isReserved { return "the top-level domain can hold no account" }
        return handle.isTest && !allowTestHandles ? ".test handles are for development and not allowed here" : nil
    }
}
