import COpenSSL

extension UnsafeRawBufferPointer {
    var bound: UnsafePointer<UInt8>? { baseAddress?.assumingMemoryBound(to: UInt8.self) }

    func withSpan<Result>(_ body: (copenssl_span) -> Result) -> Result { body(copenssl_span(bytes: bound, count: count)) }
}

extension [UInt8] {
    /// Lends the bytes to C for the length of `body`, and no longer.
    func withSpan<Result>(_ body: (copenssl_span) -> Result) -> Result {
        withUnsafeBytes { $0.withSpan(body) }
    }
}
