import ATProtoIdentity
import ATProtoSyntax
import FoundationEssentials
import Logging
import Testing

@testable import Broker

struct ConfigurationTests {
    private func parse(_ text: String) throws -> Configuration { try Configuration.parse(text: text, file: "test.toml") }

    private func refusal(_ text: String) -> String {
        do {
            _ = try parse(text)
            return "accepted"
        } catch { return "\(error)" }
    }

    @Test func `is all defaults where the file is empty`() throws {
        #expect(try parse("") == Configuration())
        #expect(try parse("[server]\n[identity]\n[network]\n[sessions]\n[store]\n[log]\n[registrations]\n") == Configuration())
    }

    @Test func `reads every kind of value`() throws {
        let configuration = try parse(
            """
            [server]
            socket = "/run/x.sock"
            socket_mode = "0660"
            idle = "5m"
            line_time = 2.5
            batch = 7
            [identity]
            handle_resolver = ""
            plc_directory = "http://127.0.0.1:2582"
            dns = false
            [network]
            allow_http = "loopback"
            allow_private_addresses = ["loopback", "10.0.0.0/8"]
            allow_private_names = [".Internal"]
            [log]
            level = "debug"
            format = "json"
            """)
        #expect(configuration.server.socket == "/run/x.sock")
        #expect(configuration.server.socketMode?.bits == 0o660)
        #expect(configuration.server.limits.idle == .seconds(300))
        #expect(configuration.server.limits.lineTime == .milliseconds(2500))
        #expect(configuration.server.limits.batch == 7)
        #expect(configuration.identity.handleResolver == nil)
        #expect(configuration.identity.plcDirectory?.port == 2582)
        #expect(!configuration.identity.dns)
        #expect(configuration.network.allowHTTP == .loopbackOnly)
        #expect(configuration.network.allowPrivateNames == [".internal"])
        #expect(configuration.log == LogConfiguration(level: .debug, format: .json))
        let addresses = configuration.network.addresses
        #expect(try addresses.permits(#require(IPAddress("127.0.0.1"))) && addresses.permits(#require(IPAddress("10.1.2.3"))))
        #expect(try !addresses.permits(#require(IPAddress("192.168.1.1"))))
    }

    @Test(arguments: [
        (
            "[netwrok]",
            "test.toml:1: netwrok is not known; known here: server, gateway, identity, network, sessions, store, log, admin, audit, access, registrations"
        ),
        ("[log]\nlevel = \"info\"\n\nlevle = 1", "test.toml:4: log.levle is not known; known here: level, format"),
        ("[server]\nline_bytes = 12", "test.toml:2: server.line_bytes is 12, and must be from 4096 to 67108864"),
        ("[server]\nfetch_memory = 1024", "test.toml:2: server.fetch_memory is 1024, and must have room for a body of body_bytes"),
        ("[server]\nbatch = \"x\"", "test.toml:2: server.batch must be a whole number"),
        ("[server]\nsocket = \"run/x\"", "test.toml:2: server.socket must be an absolute path"),
        ("[server]\nsocket_mode = \"999\"", "test.toml:2: server.socket_mode must be three or four octal digits"),
        ("[network]\nallow_http = \"yes\"", "test.toml:2: network.allow_http must be never, loopback or always"),
        (
            "[network]\nallow_private_addresses = [\"10.0.0.0/99\"]",
            "test.toml:2: network.allow_private_addresses must be a list in brackets"
        ),
        ("[network]\ntimeout = \"5 parsecs\"", "test.toml:2: network.timeout must be a time such as"),
        ("[network]\ntimeout = -1", "test.toml:2: network.timeout must be a time such as"),
        (
            "[identity]\nplc_directory = \"plc\"",
            "test.toml:2: identity.plc_directory must be an absolute http or https URL, or \"\" for none"
        ),
        ("[identity]\ndns = false\ndoh = \"https://dns.example/q\"", "test.toml:3: identity.doh has no use where dns is false"),
        ("log = 3", "test.toml:1: log must be a table: [log]"),
        ("[store]\npath = \"state\"", "test.toml:2: store.path must be an absolute path"),
        ("[log]\nlevel = ", "test.toml:2: is not TOML at column"),
        ("[registrations.\"a b\"]", "test.toml:1: registrations.a b must be called by letters"),
    ]) func `names the place, the key and the rule`(text: String, beginning: String) {
        #expect(refusal(text).hasPrefix(beginning), "\(refusal(text))")
    }

    @Test func `refuses a file that is not there, and reads one that is`() throws {
        let home = TemporaryDirectory()
        let path = home.path + "/atoauthd.toml"
        #expect(throws: ConfigurationError.self) { try Configuration.load(path: path) }
        try Data("[log]\nlevel = \"error\"\n".utf8).write(to: URL(filePath: path))
        #expect(try Configuration.load(path: path).log.level == .error)
        try Data([0xFF, 0xFE]).write(to: URL(filePath: path))
        #expect(throws: ConfigurationError.self) { try Configuration.load(path: path) }
    }

    @Test(arguments: [("500ms", 500), ("15s", 15_000), ("1.5m", 90_000), ("2h", 7_200_000), ("14d", 1_209_600_000)])
    func `understands times`(text: String, milliseconds: Int64) {
        #expect(Duration(TOMLNode.string(text)) == .milliseconds(milliseconds))
    }

    @Test(arguments: ["", "s", "5", "5y", "-5s", "nans", "infs", "1e300d"]) func `refuses what is no time`(text: String) {
        #expect(Duration(TOMLNode.string(text)) == nil)
    }
}
