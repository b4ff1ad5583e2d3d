import Synchronization

/// Gates that calls wait at until a test opens them, with a journal of who came and who gave up.
final class Gates: Sendable {
    private let waiting = Mutex<[String: CheckedContinuation<Void, any Error>]>([:])
    private let open = Mutex<Set<String>>([])
    private let events: AsyncStream<String>
    private let happened: AsyncStream<String>.Continuation

    init() { (events, happened) = AsyncStream.makeStream() }

    /// What happened next: `came NAME` or `gave up NAME`.
    func next() async -> String? {
        for await event in events { return event }
        return nil
    }

    func open(_ name: String) {
        let waiter = waiting.withLock { $0.removeValue(forKey: name) }
        if let waiter { waiter.resume() } else { _ = open.withLock { $0.insert(name) } }
    }

    func pass(_ name: String) async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in
                if open.withLock({ $0.remove(name) }) != nil { return waiter.resume() }
                waiting.withLock { $0[name] = waiter }
                happened.yield("came \(name)")
                if Task.isCancelled { giveUp(name) }
            }
        } onCancel: {
            giveUp(name)
        }
    }

    private func giveUp(_ name: String) {
        guard let waiter = waiting.withLock({ $0.removeValue(forKey: name) }) else { return }
        happened.yield("gave up \(name)")
        waiter.resume(throwing: CancellationError())
    }
}

/// A number that several threads add to, and that a test can wait for.
final class Counter: Sendable {
    private let count = Mutex(0)
    private let changes: AsyncStream<Int>
    private let changed: AsyncStream<Int>.Continuation

    init() { (changes, changed) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    var value: Int { count.withLock { $0 } }

    func increment() {
        changed.yield(
            count.withLock { count in
                count += 1
                return count
            })
    }

    func reaches(_ target: Int) async {
        if value >= target { return }
        for await value in changes where value >= target { return }
    }
}

/// A value behind a lock.
final class Mutexed<Value: Sendable>: Sendable {
    private let mutex: Mutex<Value>

    init(_ value: Value) { mutex = Mutex(value) }

    var value: Value { mutex.withLock { $0 } }
    func change(_ body: (inout Value) -> Void) { mutex.withLock { body(&$0) } }
}
