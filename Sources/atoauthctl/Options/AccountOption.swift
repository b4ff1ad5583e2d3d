import ArgumentParser
import BrokerAPI
import BrokerClient
import FoundationEssentials

/// Whose session to use.
struct AccountOption: ParsableArguments {
    @Option(help: "A DID or a handle; ATOAUTH_ACCOUNT otherwise, or the only account there is.")
    var account: String?

    /// The account that was named, or the only one there is.
    func resolve(_ client: BrokerClient) async throws -> String {
        if let account { return account }
        if let account = ProcessInfo.processInfo.environment["ATOAUTH_ACCOUNT"], !account.isEmpty { return account }
        let sessions = try await client.sessions()
        let dids = Set(sessions.map(\.did))
        if let only = dids.first, dids.count == 1 { return only }
        guard !dids.isEmpty else { throw Failure("no account is signed in", remedy: "run: atoauthctl login HANDLE", .needsLogin) }
        let handles = Set(sessions.map(\.handle)).sorted().joined(separator: ", ")
        throw Failure("there are several accounts: \(handles)", remedy: "choose with --account or ATOAUTH_ACCOUNT", .usage)
    }
}
