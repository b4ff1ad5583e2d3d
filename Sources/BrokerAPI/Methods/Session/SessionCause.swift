/// Why a session is in its state.
public struct SessionCause: Codable, Sendable, Equatable {
    /// The error's type, as in `BrokerErrorType`; text, so that a client survives causes newer than itself.
    public var type: String
    /// The reason, for people.
    public var message: String

    /// A cause.
    public init(type: BrokerErrorType, message: String) {
        self.type = type.rawValue
        self.message = message
    }
}
