/// What one exchange may cost, so that no server can hold a caller or fill the memory.
public struct TransferLimits: Sendable, Equatable {
    /// From the call to the last byte of the response's body.
    public var deadline: Duration
    /// The longest wait for the next part of the response's body.
    public var idle: Duration
    /// The largest response body, in bytes, streamed bodies included.
    public var maxBodyBytes: Int
    /// The largest response head, in bytes: all field names and values together.
    public var maxHeaderBytes: Int

    /// Makes limits; by default 15 s in all, 512 KiB of body, 32 KiB of header fields.
    public init(
        deadline: Duration = .seconds(15), idle: Duration = .seconds(15), maxBodyBytes: Int = 512 * 1024,
        maxHeaderBytes: Int = 32 * 1024
    ) {
        self.deadline = deadline
        self.idle = idle
        self.maxBodyBytes = maxBodyBytes
        self.maxHeaderBytes = maxHeaderBytes
    }
}
