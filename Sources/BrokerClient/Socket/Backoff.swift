/// Tries to connect until it works or patience ends, waiting twice as long each time.
struct Backoff: Sendable {
    let options: BrokerClientOptions
    /// How long to go on trying; nil for ever.
    let patience: Duration?

    /// The connection.
    ///
    /// - Throws: the last attempt's `ConnectionError`, or `CancellationError`.
    func run(_ attempt: @Sendable () async throws(ConnectionError) -> Connection) async throws -> Connection {
        var waited: Duration = .zero
        var pause = options.firstPause
        while true {
            do throws(ConnectionError) {
                return try await attempt()
            } catch {
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
