/// Mutual exclusion by name (the reference client's `requestLock`).
public protocol RequestLock: Sendable {
    /// Runs `body` while nobody else holds the lock called `name`, and returns or throws what it does.
    ///
    /// Throws `CancellationError` if the task is cancelled while it waits, or an error of the implementation's if waiting took too
    /// long; then `body` has not run. Once `body` runs, the lock is held until it ends.
    func withLock<Result: Sendable>(_ name: String, _ body: @Sendable () async throws -> Result) async throws -> Result
}
