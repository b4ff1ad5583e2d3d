public import FoundationEssentials
public import JOSE

/// A confidential client's signing key, with the time in which it may be used.
public struct ClientKey: Sendable {
    /// The key; it must have a `kid`.
    public let key: PrivateKey
    /// Not used before.
    public var notBefore: Date?
    /// Not used from then on.
    public var expires: Date?
    /// Withdrawn: published no more, and its sessions can no longer be refreshed.
    public var isRevoked: Bool
    /// Kept for the sessions that began with it, but not chosen for new ones.
    public var isRetired: Bool

    /// A key that may be used now, unless told otherwise.
    public init(_ key: PrivateKey, notBefore: Date? = nil, expires: Date? = nil, isRevoked: Bool = false, isRetired: Bool = false) {
        self.key = key
        self.notBefore = notBefore
        self.expires = expires
        self.isRevoked = isRevoked
        self.isRetired = isRetired
    }

    func isActive(at now: Date) -> Bool {
        !isRevoked && notBefore.map { $0 <= now } ?? true && expires.map { now < $0 } ?? true
    }
}
