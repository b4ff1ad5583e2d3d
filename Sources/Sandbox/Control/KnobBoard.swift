import Synchronization

/// The knobs' current positions.
final class KnobBoard: Sendable {
    private let knobs: Mutex<SandboxKnobs>
    /// Token requests waiting at `hold`.
    let gate = Gate()

    init(_ knobs: SandboxKnobs) {
        self.knobs = Mutex(knobs)
    }

    var current: SandboxKnobs {
        knobs.withLock { $0 }
    }

    func change(_ change: (inout SandboxKnobs) throws -> Void) rethrows {
        let hold = try knobs.withLock { knobs in
            try change(&knobs)
            return knobs.hold
        }
        // A request held at one point must not stay because the knob now names the other.
        gate.release { $0 != hold }
    }

    /// Uses one of a number of ordered misbehaviours; -1 never runs out.
    func take(_ count: WritableKeyPath<SandboxKnobs, Int>) -> Bool {
        knobs.withLock { knobs in
            guard knobs[keyPath: count] != 0 else { return false }
            if knobs[keyPath: count] > 0 { knobs[keyPath: count] -= 1 }
            return true
        }
    }

    func takeFailure(_ label: String) -> EndpointFailure? {
        knobs.withLock { knobs in
            guard let failure = knobs.failures[label], failure.count != 0 else { return nil }
            if failure.count > 0 { knobs.failures[label]?.count -= 1 }
            if knobs.failures[label]?.count == 0 { knobs.failures[label] = nil }
            return failure
        }
    }

    /// Waits as long as the knob says that requests are held at `point`.
    func passHold(_ point: TokenHold) async {
        await gate.pass(point) { self.current.hold == point }
    }
}
