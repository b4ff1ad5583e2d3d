extension SignRequest {
    /// A call as read by `scan`.
    public struct Call: Sendable, Equatable {
        /// What the answer will carry.
        public let id: RPCID
        /// The parameters, of the right types; their syntax is not checked yet.
        public let params: Params
    }

    /// Reads a line that asks for one signature in the usual form, several times faster than `RPCClientLine` does.
    ///
    /// Signing is what nearly all lines ask for, and next to a signature the general reader's time is noticeable.
    ///
    /// - Returns: nil for any other line, a wrong one included: give it to `RPCClientLine`, which says what it is. So too if the
    ///   parameters then turn out not to fit the schema.
    public static func scan(_ line: some Collection<UInt8>) -> Call? {
        line.withContiguousStorageIfAvailable { bytes in
            var scanner = SignRequestScanner()
            return try? scanner.scan(JSONParser(bytes: bytes, limits: .request))
        } ?? nil
    }
}
