import BrokerAPI
import BrokerClient

/// An open sign-in seen from a terminal: it ends when the browser came back, by a pasted URL, or by Ctrl-C.
struct LoginFlow {
    let client: BrokerClient
    let flow: String

    /// The account that signed in.
    func finish() async throws -> SignedIn {
        try await withThrowingTaskGroup(of: SignedIn?.self) { group in
            group.addTask { try await client.wait(flow: flow) }
            group.addTask {
                await Interrupts.wait()
                try Task.checkCancellation()
                try? await client.cancel(flow: flow)
                throw CancellationError()
            }
            if Console.isInputTerminal {
                group.addTask {
                    await acceptPastedURLs()
                    return nil
                }
            }
            defer { group.cancelAll() }
            while let account = try await group.next() {
                if let account { return account }
            }
            throw CancellationError()
        }
    }

    /// Hands each line over. Success shows in `oauth.wait`, which everybody waits for anyway; a wrong line may be tried again.
    private func acceptPastedURLs() async {
        for await line in StandardInput.lines() where line.contains(":") {
            do {
                _ = try await client.callback(url: line.filter { !$0.isWhitespace })
            } catch {
                Console.complain("that address does not finish the sign-in: \((error as? BrokerError)?.message ?? "\(error)")")
            }
        }
    }
}
