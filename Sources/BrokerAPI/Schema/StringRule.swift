/// What a string must look like.
public struct StringRule: Sendable, Equatable {
    /// The only texts allowed, where there is a closed list.
    public var values: [String]?
    /// The syntax.
    public var format: StringFormat?
    /// Length bounds in UTF-8 bytes, both included.
    public var length: ClosedRange<Int>

    /// A rule; without arguments any text of 1 to 2048 bytes.
    public init(values: [String]? = nil, format: StringFormat? = nil, length: ClosedRange<Int> = 1...2048) {
        self.values = values
        self.format = format
        self.length = length
    }
}
