/// A partial update of the knobs: what it does not name stays; what it names must exist and have the right type.
struct KnobUpdate: Sendable {
    /// The only knob that may be null: it is not part of an encoded `SandboxKnobs` while it is nil.
    private static let optional = "sessionLifetime"

    private let members: [String: JSON]

    init(_ members: [String: JSON]) {
        self.members = members
    }

    /// - Throws: `ControlProblem`, leaving the knobs as they were.
    func apply(to knobs: inout SandboxKnobs) throws {
        guard var merged = try JSON(encoding: knobs).object else { return }
        for (name, value) in members {
            guard merged[name] != nil || name == Self.optional else { throw ControlProblem("There is no knob \"\(name)\"") }
            merged[name] = value
        }
        do {
            let changed = try JSON.object(merged).decode(SandboxKnobs.self)
            try check(changed)
            knobs = changed
        } catch let error as DecodingError {
            throw ControlProblem("The knob \"\(Self.name(error))\" has a value of the wrong type")
        }
    }

    private func check(_ knobs: SandboxKnobs) throws(ControlProblem) {
        let durations = [
            "accessTokenLifetime": knobs.accessTokenLifetime, "nonceRotationInterval": knobs.nonceRotationInterval,
            "latencyBeforeIssue": knobs.latencyBeforeIssue, "latencyAfterIssue": knobs.latencyAfterIssue,
        ]
        if let negative = durations.first(where: { !(0...1e9).contains($0.value) }) {
            throw ControlProblem("The knob \"\(negative.key)\" must be between 0 and 1000000000 seconds")
        }
        guard (200...599).contains(knobs.refusalStatus) else { throw ControlProblem("The knob \"refusalStatus\" must be an HTTP status") }
        guard knobs.failures.values.allSatisfy({ (200...599).contains($0.status) }) else {
            throw ControlProblem("The knob \"failures\" needs HTTP statuses")
        }
    }

    private static func name(_ error: DecodingError) -> String {
        let path: [any CodingKey] =
            switch error {
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context): context.codingPath
            case .dataCorrupted(let context): context.codingPath
            @unknown default: []
            }
        return path.map(\.stringValue).joined(separator: ".")
    }
}
