import BrokerAPI
import BrokerClient
import FoundationEssentials
import Glibc
import Testing

/// Callers that are other users, or not the program any more that they were when they connected.
@Suite(.enabled(if: geteuid() == 0, "needs root, to become another user"))
struct OtherCallersTests {
    private static let prelude = """
        import json, os, socket, sys
        def connect():
            s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); return s.makefile("rw")
        def call(lines, method, **params):
            print(json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}), file=lines, flush=True)
            answer = json.loads(lines.readline()); return answer.get("error", {}).get("code", 0), answer.get("error", {}).get("message", "")

        """

    private func python(_ script: String, _ world: BrokerWorld, _ arguments: [String] = [], as prefix: [String] = []) async throws -> String
    {
        let outcome = try await Tool(at: "/usr/bin/python3").run(
            ["-c", Self.prelude + script, world.socketPath] + arguments, prefix: prefix)
        return outcome.output + outcome.errors
    }

    private static func user(_ groups: String) -> [String] { ["setpriv", "--reuid=65534", "--regid=65534", groups] }

    @Test func `who is no administrator learns nothing, whatever they ask`() async throws {
        try await BrokerWorld.run { world in
            let account = try await world.signIn().account
            let script = """
                lines = connect()
                answers = {call(lines, m, **p) for m in ("sessions", "revoke", "locks", "metrics", "reload", "rotateKeys", "audit")
                    for m, p in (("admin." + m, {}), ("admin." + m, {"uid": 0, "account": sys.argv[2]}), ("admin." + m, {"uid": "x"}))}
                print(answers)
                """
            let answers = try await python(script, world, [account], as: Self.user("--clear-groups"))
            #expect(answers == "{(-32008, 'this is for administrators')}\n")
            let reader = world.client
            let trail = try await reader.adminAudit(.init(uid: 65534))
            #expect(trail.entries.count == 21)
            #expect(Set(trail.entries.map(\.decision)) == ["denied"])
            await reader.close()
        }
    }

    @Test func `a member of the administrators' group lists and revokes, but does not sign`() async throws {
        try await BrokerWorld.run(configuration: "[admin]\ngroup = \"daemon\"") { world in
            let account = try await world.signIn().account
            let script = """
                lines = connect()
                for method, params in (("admin.sessions", {}), ("session.tokenInfo", {"account": sys.argv[2]}),
                        ("admin.revoke", {"uid": 0, "account": sys.argv[2]})):
                    print(call(lines, method, **params)[0])
                """
            // A supplementary group, which only the kernel can vouch for.
            #expect(try await python(script, world, [account], as: Self.user("--groups=1")) == "0\n-32001\n0\n")
            let client = world.client
            #expect(try await client.sessions().isEmpty)
            await client.close()
        }
    }

    /// Makes a control group; says so where that is not possible.
    private static func make(_ group: String) -> Bool {
        if mkdir(group, 0o755) == 0 { return true }
        print("Callers that move were not tried: \(group) cannot be made (errno \(errno))")
        return false
    }

    @Test func `a program that another one's connection was left to by exec is judged by what it is`() async throws {
        let groups = "/sys/fs/cgroup/" + (access("/sys/fs/cgroup/systemd", F_OK) == 0 ? "systemd/" : "")
        let (editor, game) = (groups + "atoauthd-editor-\(getpid()).service", groups + "atoauthd-game-\(getpid()).service")
        guard Self.make(editor) else { return }
        defer { rmdir(editor) }
        guard Self.make(game) else { return }
        defer { rmdir(game) }
        // Only the editor may do anything.
        let rules = """
            [[access]]
            unit = "atoauthd-editor-*.service"

            [[access]]
            unit = "*"
            operations = []
            """
        try await BrokerWorld.run(configuration: rules) { world in
            let successor = """
                import json, os, socket, sys
                s = socket.socket(fileno=int(sys.argv[1])); lines = s.makefile("rw")
                def call():
                    print(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "session.list", "params": {}}), file=lines, flush=True)
                    return json.loads(lines.readline()).get("error", {}).get("code", 0)
                # The program is another one, still where the editor was; then it is started over in a place of its own.
                print(sys.argv[3], call(), flush=True)
                if sys.argv[3] == "editor":
                    open(sys.argv[2] + "/cgroup.procs", "w").write(str(os.getpid()))
                    os.execv(sys.executable, [sys.executable, "-c", sys.argv[4], sys.argv[1], sys.argv[2], "game", ""])
                """
            let script = """
                open(sys.argv[2] + "/cgroup.procs", "w").write(str(os.getpid()))
                s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1])
                s.set_inheritable(True)
                os.execv(sys.executable, [sys.executable, "-c", sys.argv[4], str(s.fileno()), sys.argv[3], "editor", sys.argv[4]])
                """
            let answers = try await python(script, world, [editor, game, successor])
            #expect(answers == "editor 0\ngame -32008\n")
        }
    }

    @Test func `who moved after connecting is judged by where it is now`() async throws {
        let groups = "/sys/fs/cgroup/" + (access("/sys/fs/cgroup/systemd", F_OK) == 0 ? "systemd/" : "")
        let group = groups + "atoauthd-test-\(getpid()).service"
        guard Self.make(group) else { return }
        defer { rmdir(group) }
        let rules = "[[access]]\nunit = \"atoauthd-test-*.service\"\noperations = []"
        try await BrokerWorld.run(configuration: rules) { world in
            let script = """
                lines = connect()
                before = call(lines, "session.list")[0]
                open(sys.argv[2] + "/cgroup.procs", "w").write(str(os.getpid()))
                within = call(lines, "session.list")[0]
                print(before, within)
                """
            let answers = try await python(script, world, [group])
            #expect(answers == "0 -32008\n")
        }
    }

    @Test func `a child that was left a connection is nobody where rules are about programs`() async throws {
        try await BrokerWorld.run(configuration: "[[access]]\napp = \"org.example.App\"\noperations = []") { world in
            let script = """
                gone, leave = os.pipe()
                done, finish = os.pipe()
                if os.fork() == 0:
                    lines = connect()
                    first = call(lines, "session.list")[0]
                    if os.fork() == 0:
                        os.read(gone, 1)
                        print(first, call(lines, "session.list")[0], flush=True)
                        os.write(finish, b"x")
                    os._exit(0)
                os.wait()
                os.write(leave, b"x")
                os.read(done, 1)
                """
            let answers = try await python(script, world)
            #expect(answers == "0 -32008\n")
        }
    }
}
