import ATProtoOAuth
import BrokerAPI

/// Why a session ended, in the two parts that are kept and told: what a program may branch on, and a sentence for people.
struct SessionEndCause: Sendable, Equatable {
    let type: BrokerErrorType
    let message: String

    init(_ error: any Error) {
        let error = RPCError(explaining: error)
        type = error.type ?? .needsLogin
        message = error.message
    }

    /// What ``text`` wrote.
    init(text: String) {
        let parts = text.split(separator: ":", maxSplits: 1)
        type = parts.first.flatMap { BrokerErrorType(rawValue: String($0)) } ?? .needsLogin
        message = parts.count == 2 ? String(parts[1]) : text
    }

    var text: String { "\(type.rawValue):\(message)" }
    var wire: SessionCause { SessionCause(type: type, message: message) }
}
