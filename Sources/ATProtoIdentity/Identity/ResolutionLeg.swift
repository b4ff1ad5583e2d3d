/// One step on the way from an identifier to an account, told so that people see which one failed and why.
public struct ResolutionLeg: Hashable, Sendable, CustomStringConvertible {
    /// The step.
    public enum Name: String, Sendable, CaseIterable {
        /// The TXT record of a handle.
        case dns
        /// The well-known file of a handle.
        case https
        /// A service that resolves handles.
        case xrpc
        /// The directory of `did:plc`.
        case plc
        /// The document of a `did:web`.
        case web
        /// A resolver that the program brought along.
        case custom
    }

    /// How it went.
    public enum Outcome: String, Sendable, CaseIterable {
        /// It gave the answer.
        case found
        /// It answered that there is none.
        case missed
        /// It gave no usable answer.
        case failed
    }

    /// The step.
    public let name: Name
    /// How it went.
    public let outcome: Outcome
    /// For people: what was found, or why not.
    public let reason: String
    /// Whether the answer came from a cache.
    public var isCached: Bool

    /// Tells how a step went.
    public init(_ name: Name, _ outcome: Outcome, _ reason: String, isCached: Bool = false) {
        self.name = name
        self.outcome = outcome
        self.reason = reason
        self.isCached = isCached
    }

    /// `dns missed: no TXT record`.
    public var description: String { "\(name.rawValue) \(outcome.rawValue): \(reason)" }
}
