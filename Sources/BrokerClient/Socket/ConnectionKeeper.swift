/// Holds the one connection of a client: opened on first use, opened again when it broke, and never twice at once.
actor ConnectionKeeper {
    private let path: String
    private let options: BrokerClientOptions
    private var current: Task<Connection, any Error>?
    private var wasOpen = false
    private var isClosed = false

    init(path: String, options: BrokerClientOptions) {
        self.path = path
        self.options = options
    }

    /// The open connection, or a new one.
    ///
    /// - Throws: `ConnectionError`.
    func connection() async throws -> Connection {
        while !isClosed {
            let task = current ?? open()
            let outcome = await task.result
            if let connection = try? outcome.get(), connection.isOpen {
                wasOpen = true
                return connection
            }
            // Of all who waited for this task, the first to come back here discards it.
            if current == task { current = nil }
            if case .failure(let error) = outcome, !isClosed { throw error }
        }
        throw ConnectionError(.closed, "the client was closed")
    }

    /// Ends the connection for good.
    func close() async {
        isClosed = true
        current?.cancel()
        if let connection = try? await current?.value { connection.close() }
        current = nil
    }

    private func open() -> Task<Connection, any Error> {
        // A daemon that was there is probably restarting; one that never was is better reported at once.
        let backoff = Backoff(options: options, patience: wasOpen ? options.patience : .zero)
        let task = Task { [path, options] in
            try await backoff.run {
                try await Connection.open(path: path, lineLimit: options.lineLimit)
            }
        }
        current = task
        return task
    }
}
