import Testing

@testable import Broker

/// The table: caller, account, operation, method and URL, decision.
struct AccessPolicyTests {
    private static let configuration = """
        [[access]]
          app = "org.example.Reader"
          accounts = ["alice.example", "did:web:carol.example"]
          operations = ["list", "sign", "fetch"]
          lexicons = ["app.bsky.*", "com.atproto.repo.getRecord"]
          denied_lexicons = ["app.bsky.graph.*"]
          read_only = true

        [[access]]
          app = "org.example.Reader"
          accounts = ["bob.example"]
          operations = ["sign"]

        [[access]]
          unit = "poster-*.service"
          user = 1000
          denied_lexicons = ["com.atproto.server.*"]
          origins = ["https://video.example"]

        [[access]]
          group = 4242
          operations = ["list", "admin"]

        [[access]]
          user = 1001
          operations = []

        [[access]]
          unit = "watcher.service"
          operations = ["admin"]
        """

    private static func policy(_ text: String = configuration) throws -> AccessPolicy {
        let configuration = try Configuration.parse(text: text, file: "test.toml")
        return AccessPolicy(rules: configuration.access, administrators: Administrators(gid: 777, owner: nil))
    }

    enum Who: String, CaseIterable {
        case nobody, reader, poster, posterOfAnother, monitor, banned, watcher, impostor, root, administrator, gone

        var caller: Caller {
            switch self {
            case .nobody: .make()
            case .reader: .make(app: "org.example.Reader")
            case .poster: .make(unit: "poster-1.service")
            case .posterOfAnother: .make(uid: 1002, unit: "poster-1.service")
            case .monitor: .make(uid: 1002, groups: [1, 4242])
            case .banned: .make(uid: 1001)
            case .watcher: .make(uid: 1003, unit: "watcher.service")
            case .impostor: .make(uid: 1003, unit: "watcher.service", isUsersUnit: true)
            case .root: .make(uid: 0)
            case .administrator: .make(uid: 1002, groups: [777])
            case .gone: .make(isPlaced: false)
            }
        }
    }

    /// Caller, account, operation, HTTP method, URL below https://pds.example, decision; `-` is none.
    static let table = """
        # Nobody has made a rule about this caller.
        nobody          alice.example          sign      POST  /xrpc/com.atproto.repo.createRecord                         yes
        nobody          zoe.example            fetch     POST  /anything                                                   yes
        nobody          alice.example          signOut   -     -                                                           yes
        nobody          -                      admin     -     -                                                           no
        nobody          -                      list      -     -                                                           yes
        nobody          alice.example          restore   -     -                                                           yes
        nobody          new.example            authorize -     -                                                           yes
        nobody          -                      resolve   -     -                                                           yes
        # The reader: two accounts to read with, by either name, and one to sign anything with.
        reader          alice.example          sign      GET   /xrpc/app.bsky.feed.getTimeline                             yes
        reader          did:web:alice.example  sign      GET   /xrpc/app.bsky.feed.getTimeline                             yes
        reader          did:web:carol.example  fetch     HEAD  /xrpc/app.bsky.feed.getTimeline                             yes
        reader          bob.example            sign      POST  /xrpc/com.atproto.repo.createRecord                         yes
        reader          zoe.example            sign      GET   /xrpc/app.bsky.feed.getTimeline                             no
        reader          alice.example          sign      POST  /xrpc/app.bsky.feed.getTimeline                             no
        reader          alice.example          sign      get   /xrpc/app.bsky.feed.getTimeline                             no
        reader          alice.example          sign      GET   /xrpc/com.atproto.repo.createRecord                         no
        reader          alice.example          sign      GET   /xrpc/app.bsky.graph.getFollows                             no
        reader          alice.example          sign      GET   /xrpc/com.atproto.repo.getRecord?repo=a                     yes
        reader          alice.example          sign      GET   /xrpc/com.atproto.repo.getrecord                            no
        reader          alice.example          restore   -     -                                                           no
        reader          alice.example          signOut   -     -                                                           no
        reader          bob.example            fetch     GET   /xrpc/app.bsky.feed.getTimeline                             no
        reader          alice.example          authorize -     -                                                           no
        reader          -                      list      -     -                                                           yes
        reader          -                      resolve   -     -                                                           no
        reader          -                      admin     -     -                                                           no
        # What is no clean lexicon method is none.
        reader          alice.example          sign      GET   /xrpc/app.bsky.feed.getTimeline/                            no
        reader          alice.example          sign      GET   /xrpc//app.bsky.feed.getTimeline                            no
        reader          alice.example          sign      GET   /xrpc/app%2Ebsky.feed.getTimeline                           no
        reader          alice.example          sign      GET   /XRPC/app.bsky.feed.getTimeline                             no
        reader          alice.example          sign      GET   /xrpc/App.bsky.feed.getTimeline                             no
        reader          alice.example          sign      GET   /xrpc/app.bsky.feed.getTimeline;x                           no
        reader          alice.example          sign      GET   /xrpc/app.bsky.x/../com.atproto.server.getSession           no
        reader          alice.example          sign      GET   /xrpc/x/../app.bsky.feed.getTimeline                        yes
        reader          alice.example          sign      GET   /app.bsky.feed.getTimeline                                  no
        reader          alice.example          sign      GET   no_URL                                                      no
        reader          alice.example          sign      GET   -                                                           no
        # The poster: all but the account itself, and only as this user.
        poster          alice.example          sign      POST  /xrpc/com.atproto.repo.createRecord                         yes
        poster          zoe.example            sign      POST  /xrpc/com.atproto.repo.createRecord                         yes
        poster          alice.example          sign      POST  /xrpc/com.atproto.server.deleteSession                      no
        poster          alice.example          sign      POST  /xrpc/com.atproto.SERVER.deleteSession                      no
        poster          alice.example          sign      POST  /oauth/token                                                no
        poster          alice.example          signOut   -     -                                                           yes
        poster          -                      admin     -     -                                                           no
        poster          alice.example          fetch     POST  /xrpc/com.atproto.server.deleteSession                      no
        poster          alice.example          fetch     GET   /xrpc/app.bsky.feed.getTimeline                             yes
        poster          new.example            authorize -     -                                                           yes
        posterOfAnother alice.example          sign      POST  /xrpc/com.atproto.server.deleteSession                      yes
        posterOfAnother -                      admin     -     -                                                           no
        # Administrators by a rule, by number, and by group; and somebody who may nothing.
        monitor         -                      admin     -     -                                                           yes
        monitor         -                      list      -     -                                                           yes
        monitor         alice.example          sign      GET   /xrpc/app.bsky.feed.getTimeline                             no
        root            -                      admin     -     -                                                           yes
        administrator   -                      admin     -     -                                                           yes
        # Who administers signs with nobody's accounts but their own, which other rules are about.
        root            alice.example          sign      POST  /xrpc/com.atproto.repo.createRecord                         yes
        administrator   alice.example          signOut   -     -                                                           yes
        monitor         alice.example          signOut   -     -                                                           no
        monitor         new.example            authorize -     -                                                           no
        monitor         -                      resolve   -     -                                                           no
        banned          new.example            authorize -     -                                                           no
        banned          -                      resolve   -     -                                                           no
        banned          -                      admin     -     -                                                           no
        banned          -                      list      -     -                                                           no
        banned          alice.example          sign      GET   /xrpc/app.bsky.feed.getTimeline                             no
        # A unit of the system's by its name; one of a user's own manager has the name that the user gave it.
        watcher         -                      admin     -     -                                                           yes
        watcher         alice.example          sign      GET   /xrpc/app.bsky.feed.getTimeline                             no
        impostor        -                      admin     -     -                                                           no
        impostor        alice.example          sign      GET   /xrpc/app.bsky.feed.getTimeline                             yes
        # Which program this is cannot be told, and there are rules about programs.
        gone            alice.example          sign      GET   /xrpc/app.bsky.feed.getTimeline                             no
        gone            -                      list      -     -                                                           no
        gone            alice.example          signOut   -     -                                                           no
        gone            -                      admin     -     -                                                           no
        """

    struct Row: CustomTestStringConvertible {
        let testDescription: String
        let who: Who
        let request: AccessRequest
        let isAllowed: Bool

        init?(_ line: Substring) {
            let fields = line.split(separator: " ").map(String.init)
            guard fields.count == 6, let who = Who(rawValue: fields[0]), let operation = Operation(rawValue: fields[2]) else { return nil }
            testDescription = fields.joined(separator: " ")
            self.who = who
            let url = fields[4].hasPrefix("/") ? "https://pds.example" + fields[4] : fields[4]
            request = .make(operation, fields[1] == "-" ? nil : fields[1], fields[3], url == "-" ? nil : url)
            isAllowed = fields[5] == "yes"
        }
    }

    static let rows = table.split(separator: "\n").compactMap(Row.init)

    @Test func `the table is read whole`() {
        #expect(Self.rows.count == Self.table.split(separator: "\n").count { !$0.hasPrefix("#") })
        #expect(Self.rows.count > 60)
    }

    @Test(arguments: rows) func `decides`(row: Row) throws {
        let decision = try Self.policy().decide(row.request, row.who.caller)
        if case .allowed = decision { #expect(row.isAllowed) } else { #expect(!row.isAllowed, "\(decision)") }
    }

    @Test func `a rule lends its origins and its rate to what it allows`() throws {
        guard
            case .allowed(let grant) = try Self.policy().decide(
                .make(.sign, "alice.example", "POST", "https://pds.example/xrpc/com.atproto.repo.createRecord"), Who.poster.caller)
        else {
            Issue.record("denied")
            return
        }
        #expect(grant.origins == ["https://video.example"])
        let slow = try Self.policy("[[access]]\ncalls_per_second = 5")
        #expect(slow.decide(.make(.list, nil), .make()) == .allowed(AccessGrant(origins: [], limitedBy: 0)))
    }

    @Test func `looks at programs only where a rule about them may concern the caller`() throws {
        #expect(try Self.policy().looksAtPrograms(of: .make()))
        let policy = try Self.policy("[[access]]\nuser = 1001\napp = \"x\"\n[[access]]\ngroup = 5\nunit = \"x\"")
        #expect(policy.looksAtPrograms(of: .make(uid: 1001)))
        #expect(policy.looksAtPrograms(of: .make(uid: 7, groups: [5])))
        #expect(!policy.looksAtPrograms(of: .make(uid: 7)))
    }

    @Test func `every method of the API is covered`() {
        for method in BrokerMethodNames.all { #expect(Operation.free.contains(method) != (Operation(method: method) != nil), "\(method)") }
    }

    @Test(arguments: [
        ("[[access]]\n\n[[access]]\nlevle = 1", "test.toml:4: access[2].levle is not known; known here: user, group"),
        ("[[access]]\nuser = \"no-such-user\"", "test.toml:2: access[1].user must be the name or the number of a user"),
        ("[[access]]\nlexicons = [\"app.*.feed\"]", "test.toml:2: access[1].lexicons must be"),
        ("[[access]]\naccounts = [\"alice\"]", "test.toml:2: access[1].accounts must be"),
        ("[[access]]\noperations = [\"sing\"]", "test.toml:2: access[1].operations must be"),
        ("[[access]]\norigins = [\"https://a.example/x\"]", "test.toml:2: access[1].origins must be"),
        ("[[access]]\ncalls_per_second = 0", "test.toml:2: access[1].calls_per_second must be 1 or more"),
        ("[access]\nuser = 1", "test.toml:1: access must be tables: [[access]]"),
    ]) func `a rule that cannot be understood is refused at its line`(text: String, beginning: String) {
        let error = #expect(throws: ConfigurationError.self) { try Configuration.parse(text: text, file: "test.toml") }
        #expect(error?.description.hasPrefix(beginning) == true, "\(error?.description ?? "")")
    }
}
