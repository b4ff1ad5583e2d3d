import NIOPosix
import Synchronization

/// Threads for lookups through the C library, which block until a nameserver answers.
///
/// They are of their own, because a silent nameserver would stall whatever else shared them; they are many, so that it does not stall
/// lookups that other nameservers answer; and no more lookups wait for one than are bearable, because callers give up after seconds.
public final class LookupThreads: Sendable {
    /// Too many lookups wait already.
    public struct Busy: Error, Sendable, CustomStringConvertible {
        /// How many those are.
        public let waiting: Int
        /// The number.
        public var description: String { "\(waiting) lookups wait for nameservers already" }
    }

    /// 16 threads, which all lookups of addresses share that are not given others.
    public static let addresses = LookupThreads()
    /// 16 threads, which all lookups of records share that are not given others.
    public static let records = LookupThreads()

    private let pool: NIOThreadPool
    private let admitted = Mutex(0)
    private let capacity: Int
    private let longestQueue: Int

    /// Starts `count` threads, for which at most `longestQueue` lookups wait.
    public init(count: Int = 16, longestQueue: Int = 256) {
        pool = NIOThreadPool(numberOfThreads: count)
        pool.start()
        capacity = count + longestQueue
        self.longestQueue = longestQueue
    }

    deinit { pool.shutdownGracefully { _ in } }

    /// Runs `lookup` on a thread as soon as one is free. A caller who is cancelled leaves at once; what has not begun by then never does.
    ///
    /// - Throws: ``Busy``, `CancellationError`, or what `lookup` throws.
    func run<Value: Sendable>(_ lookup: @escaping @Sendable () throws -> Value) async throws -> Value {
        let job = LookupJob<Value>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { caller in
                guard job.wait(caller) else { return }
                guard admit() else {
                    job.finish(.failure(Busy(waiting: longestQueue)))
                    return
                }
                pool.submit { _ in
                    if job.begin() { job.finish(Result { try lookup() }) }
                    self.admitted.withLock { $0 -= 1 }
                }
            }
        } onCancel: {
            job.finish(.failure(CancellationError()))
        }
    }

    /// The number of lookups under way or waiting.
    var busy: Int { admitted.withLock { $0 } }

    private func admit() -> Bool {
        admitted.withLock { count in
            guard count < capacity else { return false }
            count += 1
            return true
        }
    }
}
