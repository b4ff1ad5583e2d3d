import Foundation
import JOSE
import Synchronization

/// A clock that stands still until a test moves it, and dice whose throws are known.
final class TestClock: Sendable {
    private let state: Mutex<(now: Date, throws: Int)>

    init(_ start: TimeInterval = 1_767_225_600) { state = Mutex((Date(timeIntervalSince1970: start), 0)) }

    var now: Date { state.withLock { $0.now } }

    func advance(by seconds: TimeInterval) { state.withLock { $0.now += seconds } }

    /// Different bytes each time; a single byte, which decides how early tokens are refreshed, is 0: ten seconds.
    func random(_ count: Int) -> [UInt8] {
        let number = state.withLock { state in
            state.throws += 1
            return state.throws
        }
        return count == 1 ? [0] : Array(Digest.sha256.hash("\(number)").prefix(count))
    }
}
