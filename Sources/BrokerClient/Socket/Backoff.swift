/// Tries to connect until it works or patience ends, waiting twice as long each time.
struct Backoff: Sendable {
    let options: BrokerClientOptions
    /// How long to go on trying; nil for ever.
    let patience: Duration?

    /// The connection.
    ///
    /// - Throws: the last attempt's `ConnectionError`, anything else an attempt throws at once, or `CancellationError`.
    func run(_ attempt: @Sendable () async throws -> Connection) async throws -> Connection {
        var waited: Duration = .zero
        var pause = options.firstPause
        while true {
            do {
                return try await attempt()
            } catch let error as ConnectionError {
                if let patience, waited >= patience { throw error }
            }
            // Jitter keeps a desktop full of clients from knocking in step after a restart.
            let nap = pause * Double.random(in: 0.5...1)
            try await Task.sleep(for: nap, clock: options.clock)
            waited += nap
            pause = min(pause * 2, options.longestPause)
        }
    }
}
