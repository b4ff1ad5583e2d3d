/// `{}`: the parameters of a method that takes none, and the result of one that only says it is done.
public struct EmptyObject: Codable, Sendable, Equatable {
    /// `{}`.
    public init() {}
}
