extension LineFramer {
    /// What a framer holds, for another one to go on with: of a stream that is read elsewhere from here on, not a byte is lost.
    package struct Remainder: Sendable, Equatable {
        /// Bytes that were fed and not yet given as lines.
        package var bytes: [UInt8]
        /// Whether they, and what follows them up to a newline, belong to a line that was too long.
        package var isSkipping: Bool

        /// A remainder.
        package init(bytes: [UInt8] = [], isSkipping: Bool = false) {
            self.bytes = bytes
            self.isSkipping = isSkipping
        }
    }
}
