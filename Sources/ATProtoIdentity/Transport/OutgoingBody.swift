public import NIOCore

/// The content of a request.
public enum OutgoingBody: Sendable {
    /// No content.
    case none
    /// Content in memory, which can be sent again.
    case bytes([UInt8])
    /// Content that is pulled as the peer takes it, once; `length` in bytes, where known, becomes `Content-Length`.
    case stream(any AsyncSequence<ByteBuffer, any Error> & Sendable, length: Int?)

    /// Whether a second request can carry the same content.
    public var isRepeatable: Bool {
        if case .stream = self { false } else { true }
    }
}
