import HTTPTypes

/// A control request that makes no sense, and why.
struct ControlProblem: Error {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }

    var answer: Answer {
        .json(["error": "InvalidRequest", "message": .string(reason)], status: .badRequest)
    }
}
