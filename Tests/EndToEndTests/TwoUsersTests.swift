import Sandbox
import BrokerClient
import BrokerAPI
import FoundationEssentials
import Glibc
import Testing

/// Another user of the machine, in person: a process with another uid. Only root can make one.
@Suite(.enabled(if: geteuid() == 0, "needs root, to become another user"))
struct TwoUsersTests {
    private static let python = Tool(at: "/usr/bin/python3")
    private static let other = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]

    @Test func `another user's account does not exist for whoever asks`() async throws {
        try await BrokerWorld.run { world in
            let account = try await world.signIn().account
            // A copy that the other user can reach, wherever this package lies. Another process makes it: a file that this one has open
            // for writing cannot be run while some child of another test holds that too.
            let copy = world.folder.appending(path: "atoauthctl").path
            #expect(try await Tool(at: "/bin/cp").run([Tool.atoauthctl.path, copy]).status == 0)
            let tool = Tool(at: copy)
            let socket = ["--socket", world.socketPath]

            let mine = try await tool.run(["accounts", "--json"] + socket)
            #expect(mine.output.contains(account))

            let theirs = try await tool.run(["accounts", "--json"] + socket, prefix: Self.other)
            #expect(theirs.status == 0)
            #expect(theirs.output.filter { !$0.isWhitespace } == "[]")

            let known = try await tool.run(
                ["sign", "GET", world.sandbox.origin + "/xrpc/a.b.c", "--account", account] + socket, prefix: Self.other)
            let unknown = try await tool.run(
                ["sign", "GET", world.sandbox.origin + "/xrpc/a.b.c", "--account", "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"] + socket,
                prefix: Self.other)
            #expect(known.status == 2)
            #expect(known.output.isEmpty)
            // Not even that it exists can be told from the answer.
            #expect(known.errors.replacing(account, with: "X") == unknown.errors.replacing("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa", with: "X"))

            let out = try await tool.run(["logout", account] + socket, prefix: Self.other)
            #expect(out.status != 0)
            #expect(try await tool.run(["accounts", "--json"] + socket).output.contains(account))
        }
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/curl"), "needs curl"))
    func `another user's account does not exist in the gateway`() async throws {
        try await BrokerWorld.run { world in
            let account = try await world.signIn().account
            let curl = Tool(at: "/usr/bin/curl")
            let url = "http://localhost/xrpc/com.atproto.server.getSession"
            func answer(_ field: String) async throws -> String {
                let request = ["-s", "-i", "--unix-socket", world.gatewayPath, "-H", field, url]
                return try await curl.run(request, prefix: Self.other).output
            }
            #expect(try await answer("x: y").contains("no account is signed in"))
            #expect(try await answer("Host: alice.test").contains("no account is signed in"))
            let known = try await answer("atoauth-account: \(account)")
            let unknown = try await answer("atoauth-account: did:plc:aaaaaaaaaaaaaaaaaaaaaaaa")
            #expect(known.hasPrefix("HTTP/1.1 401 "))
            #expect(known.replacing(account, with: "X") == unknown.replacing("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa", with: "X"))
            let mine = try await curl.run(["-s", "--unix-socket", world.gatewayPath, url]).output
            #expect(mine.contains(account))
        }
    }

    @Test func `another user can neither wait for nor cancel a login`() async throws {
        try await BrokerWorld.run { world in
            let client = world.client
            let flow = try await client.authorize(.init(identifier: "alice.test"))
            guard FileManager.default.isExecutableFile(atPath: Self.python.path) else { return }
            let theirs = try await Self.codes(
                world, ("oauth.wait", #"{"flow":"\#(flow.flow)"}"#), ("oauth.cancel", #"{"flow":"\#(flow.flow)"}"#))
            #expect(theirs == "-32602\n-32602\n")
            try await client.cancel(flow: flow.flow)
            await client.close()
        }
    }

    @Test func `a browser of another user does not complete a login`() async throws {
        try await BrokerWorld.run { world in
            let client = world.client
            let flow = try await client.authorize(.init(identifier: "alice.test"))
            let address = try await Self.returnAddress(of: flow)
            let curl = Tool(at: "/usr/bin/curl")
            let theirs = try await curl.run(["--silent", "--max-time", "20", address], prefix: Self.other)
            #expect(theirs.output.contains("another user of this machine"))
            #expect(try await client.sessions().isEmpty)
            // The login is still open, for the browser that it belongs to.
            let own = try await curl.run(["--silent", "--max-time", "20", address])
            #expect(own.status == 0)
            #expect(try await client.wait(flow: flow.flow, timeoutMs: 10_000).account == world.sandbox.did(of: "alice.test"))
            await client.close()
        }
    }

    @Test func `another user cannot complete a login with the answer of the server in their hands`() async throws {
        try await BrokerWorld.run { world in
            let client = world.client
            let flow = try await client.authorize(.init(identifier: "alice.test"))
            let address = try await Self.returnAddress(of: flow)
            #expect(try await Self.codes(world, ("oauth.callback", #"{"url":"\#(address)"}"#)) == "-32005\n")
            #expect(try await client.callback(url: address).account == world.sandbox.did(of: "alice.test"))
            await client.close()
        }
    }

    /// The codes of the errors that the other user's calls are answered with, a line each.
    private static func codes(_ world: BrokerWorld, _ calls: (method: String, params: String)...) async throws -> String {
        let script = """
            import socket, sys, json
            with socket.socket(socket.AF_UNIX) as s:
                s.connect(sys.argv[1])
                lines = s.makefile("rw")
                for call in sys.argv[2:]:
                    print(call, file=lines, flush=True)
                    print(json.loads(lines.readline())["error"]["code"])
            """
        let lines = calls.map { #"{"jsonrpc":"2.0","id":1,"method":"\#($0.method)","params":\#($0.params)}"# }
        return try await python.run(["-c", script, world.socketPath] + lines, prefix: other).output
    }

    /// Where the server sends the browser of whoever signs in and agrees.
    private static func returnAddress(of flow: Authorize.Result) async throws -> String {
        var browser = ScriptedBrowser(username: "alice.test")
        browser.visitsCallback = false
        return try await browser.open(flow.authorizationUrl).url
    }
}
