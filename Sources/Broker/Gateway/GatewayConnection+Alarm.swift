import BrokerAPI
import NIOCore
import NIOHTTP1

/// What nobody waits for in vain.
extension GatewayConnection {
    /// Has the connection looked at when it may have waited for too long.
    func watch() {
        let this = NIOLoopBound(self, eventLoop: loop)
        alarm.set(deadline, on: loop) { this.value.ring() }
    }

    private var deadline: NIODeadline {
        let limits = gateway.limits
        if let exchange { return exchange.lastProgress + TimeAmount(limits.stall) }
        return headBegan.map { $0 + TimeAmount(limits.headTime) } ?? lastActivity + TimeAmount(limits.idle)
    }

    private func ring() {
        alarm.rang()
        if !isEnding, deadline <= .now() { expire() }
        if !isEnding { watch() }
    }

    private func expire() {
        guard let exchange else {
            guard headBegan != nil else { return end(lingering: false) }
            return refuse(GatewayRefusal(.requestTimeout, .timeout, "the request's head did not arrive within \(gateway.limits.headTime)"))
        }
        // A client that does not take its answer, or a task that does not end although it was told to.
        guard exchange.unwritten == 0, exchange.interruption.refusal == nil else {
            context?.close(promise: nil)
            return
        }
        let waited = "within \(gateway.limits.stall) (gateway.stall)"
        exchange.interrupt(
            exchange.pull != nil
                ? GatewayRefusal(.requestTimeout, .timeout, "the request's content did not arrive \(waited)")
                : GatewayRefusal(.gatewayTimeout, .timeout, "the account's server did not answer \(waited)"))
        exchange.noteProgress()
    }
}
