public import ATProtoSyntax

/// What became of a handle's resolution.
public struct HandleLookup: Hashable, Sendable {
    /// The DID, if one was found.
    public let did: DID?
    /// The steps taken, in order.
    public let legs: [ResolutionLeg]

    /// Makes a result.
    public init(did: DID?, legs: [ResolutionLeg]) {
        self.did = did
        self.legs = legs
    }

    static func found(_ did: DID, _ leg: ResolutionLeg.Name) -> Self {
        Self(did: did, legs: [ResolutionLeg(leg, .found, did.description)])
    }

    static func missed(_ leg: ResolutionLeg.Name, _ reason: String) -> Self { Self(did: nil, legs: [ResolutionLeg(leg, .missed, reason)]) }

    static func failed(_ leg: ResolutionLeg.Name, _ reason: String) -> Self { Self(did: nil, legs: [ResolutionLeg(leg, .failed, reason)]) }

    /// This result after the steps of an earlier one.
    func after(_ earlier: HandleLookup) -> Self { Self(did: did, legs: earlier.legs + legs) }

    /// This result as a cache gives it.
    var cached: Self { Self(did: did, legs: legs.map { ResolutionLeg($0.name, $0.outcome, $0.reason, isCached: true) }) }
}
