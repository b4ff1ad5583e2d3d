import ATProtoOAuth
import FoundationEssentials
import Glibc
import JOSE
import Testing

@testable import Broker

struct RegistrationConfigurationTests {
    private func parse(_ text: String) throws -> Configuration { try Configuration.parse(text: text, file: "test.toml") }

    private static let hosted = """
        [registrations.work]
        client_id = "https://app.example.org/oauth-client-metadata.json"

        """

    @Test func `has a loopback client where none is configured`() throws {
        let registration = try #require(Configuration().registrations["default"]).registration(named: "default")
        #expect(
            registration.metadata.clientID
                == "http://localhost?scope=atproto+transition%3Ageneric&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback")
        #expect(registration.metadata.applicationType == .native)
        #expect(registration.keyset == nil)
    }

    @Test func `adds clients to the default one, and lets a file change that`() throws {
        let configuration = try parse(Self.hosted + "[registrations.default]\nscope = \"atproto\"")
        #expect(configuration.registrations.keys.sorted() == ["default", "work"])
        #expect(configuration.registrations["default"]?.scope == "atproto")
        #expect(try configuration.registrations["work"]?.metadata().applicationType == .native)
    }

    @Test(arguments: [
        ("loopback = true", "test.toml:3: registrations.work.loopback and client_id exclude each other"),
        ("scope = \"transition:generic\"", "test.toml:3: registrations.work.scope must contain atproto"),
        ("redirect_uris = []", "test.toml:3: registrations.work.redirect_uris must name one URI at least"),
        ("redirect_uris = [\"http://localhost/\"]", "test.toml:3: registrations.work.redirect_uris http://localhost/: over http only"),
        ("client_uri = \"https://other.example.org/\"", "test.toml:3: registrations.work.client_uri"),
        ("keys = \"make\"", "test.toml:3: registrations.work.keys must be \"generate\", or a list of files in brackets"),
        ("relay_port = 80", "test.toml:3: registrations.work.relay_port is 80, and must be from 1024 to 65535"),
        ("relay_port = 47813", "test.toml:3: registrations.work.relay_port needs an https URI in redirect_uris"),
        ("keys = [\"/k\"]", "test.toml:1: registrations.work.redirect_uris"),
    ]) func `refuses what a server would refuse`(line: String, beginning: String) {
        let error = #expect(throws: ConfigurationError.self) { try parse(Self.hosted + line) }
        #expect("\(error.map { "\($0)" } ?? "")".hasPrefix(beginning), "\(error.map { "\($0)" } ?? "")")
    }

    @Test func `refuses a loopback client with properties that only a document can have`() {
        let error = #expect(throws: ConfigurationError.self) { try parse("[registrations.default]\nclient_name = \"x\"") }
        #expect(error?.key == "registrations.default.client_name")
    }

    @Test func `reads the keys of a confidential client, and names those without a name`() throws {
        let home = TemporaryDirectory()
        let path = home.path + "/client.jwk"
        let key = try PrivateKey.generate(.es256)
        let text = try key.exportJWK().withUnsafeBytes { Data($0) }
        try text.write(to: URL(filePath: path))
        chmod(path, 0o600)
        let configuration = try parse(Self.hosted + "redirect_uris = [\"https://app.example.org/callback\"]\nkeys = [\"\(path)\"]")
        let registration = try #require(configuration.registrations["work"]).registration(named: "work")
        #expect(registration.metadata.applicationType == .web)
        #expect(registration.metadata.authenticationMethod == .privateKeyJWT)
        #expect(registration.keyset?.publicKeys.keys.map(\.keyID) == [key.publicKey.thumbprint])

        chmod(path, 0o644)
        let error = #expect(throws: ConfigurationError.self) {
            try configuration.registrations["work"]?.registration(named: "work")
        }
        #expect(error?.file == path)
    }
}
