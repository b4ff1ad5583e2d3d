public import BrokerAPI

extension BrokerClient {
    /// What happens to the caller's sessions from now on, until the stream's reader stops.
    ///
    /// The stream has a connection of its own, so that a reader that is slow delays no call. It outlives restarts of the daemon, each
    /// of which yields `.lost(nil)`, and ends only if the daemon refuses the subscription.
    ///
    /// - Throws: `BrokerError`, `ConnectionError` if the first subscription fails.
    public func events(topics: [EventTopic]? = nil) async throws -> AsyncStream<BrokerEvent> {
        let (stream, continuation) = AsyncStream.makeStream(of: BrokerEvent.self, bufferingPolicy: .bufferingOldest(options.eventBuffer))
        let feed = EventFeed(continuation)
        let first = try await subscribe(topics, feed, patience: .zero)
        let task = Task { await keepSubscribed(first, topics, feed) }
        continuation.onTermination = { _ in task.cancel() }
        return stream
    }

    private func keepSubscribed(_ first: Connection, _ topics: [EventTopic]?, _ feed: EventFeed) async {
        var connection: Connection? = first
        while let open = connection, !Task.isCancelled {
            await withTaskCancellationHandler {
                await open.waitUntilClosed()
            } onCancel: {
                open.close()
            }
            connection = try? await subscribe(topics, feed, patience: nil)
            // Said after the new subscription: who asks for the state now misses nothing in between.
            if connection != nil { feed.yield(.lost(nil)) }
        }
        feed.finish()
    }

    private func subscribe(_ topics: [EventTopic]?, _ feed: EventFeed, patience: Duration?) async throws -> Connection {
        let params = try JSONValue(encoding: TopicsParams(topics: topics))
        return try await Backoff(options: options, patience: patience).run { [socketPath, options] in
            let connection = try await Connection.open(path: socketPath, lineLimit: options.lineLimit) { feed.receive($0) }
            _ = try await connection.call(SubscribeEvents.name, params, timeout: options.timeout)
            return connection
        }
    }
}
