public import FoundationEssentials
public import JOSE

/// What the library needs of its surroundings, so that a test can decide the time and the dice.
public struct RuntimeImplementation: Sendable {
    /// A new key for the first algorithm of the list that can be made.
    public var createKey: @Sendable ([SignatureAlgorithm]) throws -> PrivateKey
    /// Random bytes, fit for secrets.
    public var randomValues: @Sendable (Int) -> [UInt8]
    /// A hash of bytes, for the PKCE challenge. Hashes of tokens never leave locked memory and are made there.
    public var digest: @Sendable ([UInt8], Digest) -> [UInt8]
    /// Serialises what changes a session. Give one that spans processes if several share a session store.
    public var requestLock: any RequestLock
    /// The wall clock.
    public var now: @Sendable () -> Date
    /// Lets time pass.
    public var sleep: @Sendable (Duration) async throws -> Void

    /// libcrypto, the system's clock, and a lock that spans this process, unless told otherwise.
    public init(
        createKey: @escaping @Sendable ([SignatureAlgorithm]) throws -> PrivateKey = Self.firstAlgorithmKey,
        randomValues: @escaping @Sendable (Int) -> [UInt8] = { SecureRandom.bytes($0) },
        digest: @escaping @Sendable ([UInt8], Digest) -> [UInt8] = { $1.hash($0) },
        requestLock: any RequestLock = KeyedLock(), now: @escaping @Sendable () -> Date = { Date() },
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.createKey = createKey
        self.randomValues = randomValues
        self.digest = digest
        self.requestLock = requestLock
        self.now = now
        self.sleep = sleep
    }

    /// A key of libcrypto's for the first algorithm.
    /// - Throws: ``AuthMethodUnsatisfiableError`` if the list is empty.
    @Sendable public static func firstAlgorithmKey(_ algorithms: [SignatureAlgorithm]) throws -> PrivateKey {
        guard let first = algorithms.first else {
            throw AuthMethodUnsatisfiableError("the server takes no DPoP algorithm that this client knows")
        }
        return try PrivateKey.generate(first)
    }
}
