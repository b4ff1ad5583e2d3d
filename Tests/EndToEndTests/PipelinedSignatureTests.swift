import BrokerAPI
import BrokerClient
import Glibc
import Sandbox
import Testing

/// Signatures that nothing has to be waited for are made as soon as they are read. They are calls like any others.
@Suite struct PipelinedSignatureTests {
    @Test func `a hundred calls in one piece are all answered, each with a proof of its own, and each is in the trail`() async throws {
        let rule = "[[access]]\nuser = \(geteuid())\noperations = [\"list\", \"sign\", \"authorize\", \"admin\"]\n"
        try await BrokerWorld.run(configuration: rule) { world in
            let account = try await world.signIn().account
            let answers = try await Wire(world.socketPath).exchange((1...100).map { Self.line($0, account, world) })
            let proofs = try answers.map { answer in
                let json = try JSONValue(parsing: Array(answer.utf8))
                return try #require(json["result"]?["headers"]?["dpop"]?.stringValue)
            }
            #expect(Set(proofs).count == 100)
            #expect(Set(answers.map { $0.prefix { $0 != "," } }) == Set((1...100).map { #"{"id":\#($0)"# }))
            let client = world.client
            let trail = try await client.adminAudit(.init(limit: 1000, verify: true))
            #expect(trail.verified == true)
            let signed = trail.entries.filter { $0.method == "session.signRequest" }
            #expect(signed.reduce(0) { $0 + ($1.count ?? 1) } == 100)
            #expect(signed.allSatisfy { $0.account == account && $0.origin == world.sandbox.origin && $0.nsid == "a.b.c" })
            await client.close()
        }
    }

    @Test func `calls in one piece do not slip past the bounds of a rule`() async throws {
        try await BrokerWorld.run(configuration: "[[access]]\ncalls_per_second = 5\n") { world in
            let account = try await world.signIn().account
            let answers = try await Wire(world.socketPath).exchange((1...400).map { Self.line($0, account, world) })
            let signed = answers.count { $0.contains(#""result""#) }
            let refused = answers.count { $0.contains(#""rate_limited""#) }
            #expect(signed + refused == 400)
            // As many as the bucket held, and what trickled in meanwhile.
            #expect(signed < 200)
        }
    }

    @Test func `a signature that has to wait for something counts once`() async throws {
        try await BrokerWorld.run(configuration: "[[access]]\ncalls_per_second = 1\n") { world in
            let account = try await world.signIn().account
            await world.stop()
            try await world.start()
            // The first signature after a start unseals the session, which takes the general way.
            let answers = try await Wire(world.socketPath).exchange([Self.line(1, account, world)])
            #expect(answers.first?.contains(#""result""#) == true)
        }
    }

    @Test(arguments: [
        (#""method":"get""#, "-32602"), (#""method":"PATCH POTT""#, "-32602"),
        (#""method":"GET","account":"did:plc:aaaaaaaaaaaaaaaaaaaaaaaa""#, "no_session"),
        (#""method":"GET","url":"https://elsewhere.example/""#, "access_denied"), (#""method":"GET","url":"ftp://x/""#, "-32602"),
        (#""method":"GET","url":"nothing""#, "-32602"), (#""method":"GET","bogus":1"#, "-32602"),
    ])
    func `what is wrong with a call is said as anywhere else`(parameters: String, code: String) async throws {
        try await BrokerWorld.run { world in
            let account = try await world.signIn().account
            var given = parameters
            if !given.contains("account") { given += #","account":"\#(account)""# }
            if !given.contains("url") { given += #","url":"\#(world.sandbox.origin)/xrpc/a.b.c""# }
            let answer = try await Wire(world.socketPath).exchange(
                #"{"jsonrpc":"2.0","id":1,"method":"session.signRequest","params":{\#(given)}}"#)
            #expect(answer.contains(code) && answer.contains(#""error""#))
        }
    }

    private static func line(_ id: Int, _ account: String, _ world: BrokerWorld) -> String {
        let params = #"{"account":"\#(account)","method":"GET","url":"\#(world.sandbox.origin)/xrpc/a.b.c"}"#
        return #"{"jsonrpc":"2.0","id":\#(id),"method":"session.signRequest","params":\#(params)}"#
    }
}
