import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import FoundationEssentials
import JOSE

// The code of the landing page and of the article Differences.md, which the compiler thus sees.

enum OwnRuntime {
    // snippet: resolver
    /// Handles out of a table of one's own. A handle is believed only if the account's document claims it too.
    struct TableResolver: HandleResolver {
        let table: [Handle: DID]

        func resolve(_ handle: Handle, fresh: Bool) async throws -> DID? { table[handle] }
    }
    // snippet end

    static func runtime(_ lock: any RequestLock) -> RuntimeImplementation {
        // snippet: runtime
        let runtime = RuntimeImplementation(
            createKey: { algorithms in try RuntimeImplementation.firstAlgorithmKey(algorithms) },
            randomValues: { count in SecureRandom.bytes(count) },
            digest: { bytes, algorithm in algorithm.hash(bytes) },
            requestLock: lock,
            now: { Date() })
        // snippet end
        return runtime
    }

    static func transport() throws -> HardenedTransport {
        // snippet: transport
        let transport = try HardenedTransport(configuration: .init(userAgent: "example/1.0"))
        // snippet end
        return transport
    }

    static func lookAt(_ clientID: String, _ transport: any HTTPTransport) async throws -> ClientMetadata {
        // snippet: fetchMetadata
        let metadata = try await OAuthClient.fetchMetadata(clientID: clientID, transport: transport)
        // snippet end
        return metadata
    }

    static func mayPost(_ session: Session) throws -> Bool {
        // snippet: scope
        let collection = try NSID("app.bsky.feed.post")
        let mayPost = session.grantedScope?.permits(repo: collection, .create) ?? false
        let missing = session.withheldScope
        // snippet end
        return mayPost && missing.isEmpty
    }
}
