import ATProtoOAuth
import FoundationEssentials
import Testing

@testable import Broker

/// The example file is the manual of the keys, so it has to be true.
struct ExampleConfigurationTests {
    private let lines: [String]

    init() throws {
        let path = #filePath.split(separator: "/").dropLast(4).reduce("") { $0 + "/" + $1 } + "/config/atoauthd.toml"
        let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Lines that begin with "#" and no space, without the "#"; others stay comments.
    private var defaults: String {
        lines.map { $0.hasPrefix("#") && !$0.hasPrefix("# ") ? String($0.dropFirst()) : $0 }.joined(separator: "\n")
    }

    @Test func `changes nothing as it comes`() throws {
        #expect(try Configuration.parse(text: lines.joined(separator: "\n"), file: "atoauthd.toml") == Configuration())
    }

    @Test func `shows the defaults`() throws {
        #expect(defaults.contains("\nplc_directory = "))
        #expect(try Configuration.parse(text: defaults, file: "atoauthd.toml") == Configuration())
    }

    @Test func `shows every key there is`() throws {
        for section in ["server", "gateway", "identity", "network", "sessions", "store", "log", "admin", "audit"] {
            let error = #expect(throws: ConfigurationError.self) {
                try Configuration.parse(text: "[\(section)]\nno_such_key = 1", file: "atoauthd.toml")
            }
            let table = defaults.components(after: "\n[\(section)]\n")
            for key in error?.rule.components(after: "known here: ").split(separator: ",") ?? [] {
                let name = key.filter { !$0.isWhitespace }
                #expect(table.contains("\n\(name) = "), "\(section).\(name)")
            }
        }
    }

    @Test func `shows every key of an access rule, in rules that are accepted`() throws {
        let rules = lines.filter { $0.hasPrefix("# [[access]]") || $0.hasPrefix("#   ") }.map { $0.dropFirst(2) }.joined(separator: "\n")
        let configuration = try Configuration.parse(text: rules, file: "atoauthd.toml")
        #expect(configuration.access.count == 4)
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration.parse(text: "[[access]]\nno_such_key = 1", file: "atoauthd.toml")
        }
        for key in error?.rule.components(after: "known here: ").split(separator: ",") ?? [] {
            #expect(rules.contains("\n  \(key.filter { !$0.isWhitespace }) = "), "\(key)")
        }
    }

    @Test func `shows a confidential client that is accepted`() throws {
        let start = try #require(lines.firstIndex(of: "# [registrations.example]"))
        let text = lines[start...].map { $0.dropFirst(2) }.joined(separator: "\n")
        let configuration = try Configuration.parse(text: text, file: "atoauthd.toml")
        #expect(try configuration.registrations["example"]?.metadata().authenticationMethod == .privateKeyJWT)
    }
}

extension String {
    /// What follows `marker`, up to the next table.
    fileprivate func components(after marker: String) -> String {
        guard let range = self.firstRange(of: marker) else { return "" }
        let rest = String(self[range.upperBound...])
        return "\n" + (rest.firstRange(of: "\n[").map { String(rest[..<$0.lowerBound]) } ?? rest)
    }
}
