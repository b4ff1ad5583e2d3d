import NIOHTTP1
import Testing

@testable import Broker

/// Which account a request is for.
struct AccountChoiceTests {
    private static let alice = AccountChoice.Candidate(did: "did:plc:alice", handle: "alice.test")
    private static let bob = AccountChoice.Candidate(did: "did:plc:bob", handle: "bob.test")

    private func choice(_ own: [AccountChoice.Candidate]) -> AccountChoice {
        AccountChoice(called: { name in own.filter { $0.handle == name || $0.did == name } }, all: { own })
    }

    @Test func `what the request names counts most, whoever that is`() throws {
        #expect(try choice([Self.alice, Self.bob]).account(named: "bob.test", host: "alice.test") == "bob.test")
        #expect(try choice([]).account(named: "carol.test", host: "") == "carol.test")
    }

    @Test func `a host that is the handle of one of the caller's accounts means it`() throws {
        #expect(try choice([Self.alice, Self.bob]).account(named: nil, host: "BOB.test") == "did:plc:bob")
        // Another's handle means nothing: it may as well be a server.
        #expect(try choice([Self.alice]).account(named: nil, host: "bob.test") == "did:plc:alice")
    }

    @Test(arguments: ["", "localhost", "127.0.0.1", "[::1]", "did:plc:bob", "atoauthd", "a b", "-x.test"])
    func `a host that is no handle means the only account there is`(_ host: String) throws {
        #expect(try choice([Self.alice, Self.alice]).account(named: nil, host: host) == "did:plc:alice")
    }

    @Test func `of several accounts none is taken, and those that may be seen are told`() {
        let hidden = AccountChoice.Candidate(did: "did:plc:hidden", handle: nil, isListed: false)
        let refusal = #expect(throws: GatewayRefusal.self) {
            try choice([Self.bob, hidden, Self.alice]).account(named: nil, host: "localhost")
        }
        #expect(refusal?.status == .badRequest)
        #expect(refusal?.message.hasSuffix("yours are alice.test, bob.test") == true)
        let many = (0..<30).map { AccountChoice.Candidate(did: "did:plc:\($0)", handle: nil) }
        let long = #expect(throws: GatewayRefusal.self) { try choice(many).account(named: nil, host: "") }
        #expect(long?.message.hasSuffix(", …") == true)
    }

    @Test func `a host that two accounts were called means neither, and both are told by DID`() {
        let former = AccountChoice.Candidate(did: "did:plc:former", handle: "alice.test")
        let refusal = #expect(throws: GatewayRefusal.self) { try choice([Self.alice, former]).account(named: nil, host: "alice.test") }
        #expect(refusal?.status == .badRequest)
        #expect(refusal?.message.hasSuffix("yours are did:plc:alice, did:plc:former") == true)
    }

    @Test func `without an account the remedy is told`() {
        let refusal = #expect(throws: GatewayRefusal.self) { try choice([]).account(named: nil, host: "alice.test") }
        #expect(refusal?.status == .unauthorized)
        #expect(refusal?.message.contains("atoauthctl login") == true)
    }
}
