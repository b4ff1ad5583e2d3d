import BrokerAPI
import Testing

struct BrokerMethodsTests {
    @Test func `the table is sorted and names nothing twice`() {
        let names = BrokerMethods.all.map(\.name)
        #expect(names == names.sorted())
        #expect(Set(names).count == names.count)
    }

    @Test(arguments: [
        "broker.info", "rpc.discover", "oauth.authorize", "oauth.wait", "oauth.callback", "oauth.cancel", "session.list", "session.restore",
        "session.tokenInfo", "session.signRequest", "session.fetch", "session.signOut", "client.metadata", "client.jwks",
        "client.fetchMetadata", "identity.resolve", "events.subscribe", "events.unsubscribe", "admin.sessions", "admin.revoke",
        "admin.locks", "admin.audit", "admin.metrics", "admin.reload", "admin.rotateKeys", "admin.health", "client.relayPage",
    ])
    func `every method of the API is in the table`(name: String) throws {
        let method = try #require(BrokerMethods[name])
        #expect(!method.summary.isEmpty)
        guard case .object = method.params.shape else {
            Issue.record("parameters must be an object")
            return
        }
    }

    @Test func `a method that spends something is never repeated`() {
        let once = ["oauth.authorize", "oauth.callback", "session.fetch", "session.signOut", "admin.revoke", "admin.rotateKeys"]
        #expect(BrokerMethods.all.filter { !$0.isRepeatable }.map(\.name) == once.sorted())
    }
}
