import Synchronization

/// Why a request was ended before it was answered. The first reason stays.
final class Interruption: Sendable {
    private let stored = Mutex<GatewayRefusal?>(nil)

    /// What the client is told; nil if nobody has ended it.
    var refusal: GatewayRefusal? { stored.withLock { $0 } }

    func give(_ refusal: GatewayRefusal) { stored.withLock { $0 = $0 ?? refusal } }
}
