/// Mutual exclusion by name (the reference client's `requestLock`).
public protocol RequestLock: Sendable {
    /// Whether the lock is held against every process that shares the session store. If not, another process may have spent a refresh
    /// token at the same time, and a refused one is looked into before the session ends. False unless an implementation says otherwise.
    var spansEveryProcess: Bool { get }

    /// Runs `body` while nobody else holds the lock called `name`, and returns or throws what it does.
    ///
    /// Throws `CancellationError` if the task is cancelled while it waits, or an error of the implementation's if waiting took too
    /// long; then `body` has not run. Once `body` runs, the lock is held until it ends.
    func withLock<Result: Sendable>(_ name: String, _ body: @Sendable () async throws -> Result) async throws -> Result
}

extension RequestLock {
    /// False.
    public var spansEveryProcess: Bool { false }
}
