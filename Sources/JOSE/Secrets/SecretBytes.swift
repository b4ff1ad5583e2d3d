import COpenSSL

/// Bytes that must not be seen: their memory is cleared when the last reference goes, and every way of printing them says only that.
///
/// Memory comes from a heap that is locked against swapping and left out of core dumps once ``lockHeap(bytes:)`` has set it up.
public final class SecretBytes: @unchecked Sendable {
    // Unchecked, because the memory is written in `init` only and never afterwards.
    private let memory: UnsafeMutableRawBufferPointer

    /// The number of bytes.
    public var count: Int { memory.count }

    /// Room for `count` bytes, filled once by `fill`.
    public init<Failure: Error>(count: Int, filledBy fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void) throws(Failure) {
        // One byte at least, so that an empty secret has an address as well.
        guard let start = copenssl_secret_alloc(max(count, 1)) else { fatalError("out of memory for a secret") }
        memory = UnsafeMutableRawBufferPointer(start: start, count: count)
        try fill(memory)
    }

    /// A copy of `bytes`; the caller's copy stays the caller's to clear.
    public convenience init(copying bytes: some Collection<UInt8>) {
        self.init(count: bytes.count) { memory in memory.copyBytes(from: bytes) }
    }

    deinit { copenssl_secret_free(memory.baseAddress, max(memory.count, 1)) }

    /// Lends the bytes to `body`, which must not let them escape.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(memory))
    }

    /// Sets up a locked heap for the secrets that are made from now on.
    /// - Parameter bytes: its size, a power of two.
    /// - Returns: whether the kernel locked it; if not, secrets are still cleared, but may be swapped.
    public static func lockHeap(bytes: Int) -> Bool { copenssl_lock_heap(bytes) == 1 }
}

extension SecretBytes: Equatable {
    /// Compares in a time that depends on the lengths only.
    public static func == (left: SecretBytes, right: SecretBytes) -> Bool {
        left.count == right.count && CRYPTO_memcmp(left.memory.baseAddress, right.memory.baseAddress, left.count) == 0
    }
}

extension SecretBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Says that there is a secret, and nothing about it.
    public var description: String { "‹secret›" }
    /// Says that there is a secret, and nothing about it.
    public var debugDescription: String { description }
    /// Has no children, so that `dump` and reflection-based loggers find nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
