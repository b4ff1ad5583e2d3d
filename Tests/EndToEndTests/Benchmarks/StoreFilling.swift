import ATProtoOAuth
import ATProtoSyntax
import FoundationEssentials
import Glibc
import JOSE
import Testing

@testable import Broker

/// Not a test of anything: makes the store that `Tests/Benchmarks/sessions` measures, which says where by two variables.
@Suite struct StoreFilling {
    private static let environment = ProcessInfo.processInfo.environment

    @Test(.enabled(if: environment["ATOAUTHD_FILL"] != nil)) func `fills a store`() async throws {
        let directory = try StateDirectory(#require(Self.environment["ATOAUTHD_FILL"]))
        let count = try #require(Int(Self.environment["ATOAUTHD_FILL_COUNT"] ?? ""))
        let store = try SealedStore(in: directory, keyring: .keyFile(at: directory.file(Keyring.fileName)))
        let vault = try await SessionVault(store, now: { Date() })
        for number in 0..<count {
            let session = try Self.session(number)
            let key = SessionKey(uid: getuid(), registration: "default", did: session.sub.description)
            try await vault.set(session, key)
            try await vault.setHandle("user\(number).example.com", key)
        }
        try store.close()
    }

    /// A session with tokens as long as common servers make them, which last.
    private static func session(_ number: Int) throws -> Session {
        let letters = Array("abcdefghijklmnopqrstuvwxyz234567")
        let suffix = (0..<24).map { String(letters[number >> (5 * $0 % 60) & 31]) }.joined()
        return Session(
            dpopKey: try .generate(.es256), authentication: .none,
            tokenSet: TokenSet(
                issuer: try #require(Issuer("https://as.example.com")), sub: try DID("did:plc:" + suffix),
                audience: try HTTPURL("https://pds.example.com"),
                scope: "atproto transition:generic", refreshToken: SecretString("ref-" + String(repeating: "r", count: 64)),
                accessToken: SecretString(String(repeating: "a", count: 700)), expiresAt: Date() + 30 * 86400), createdAt: Date())
    }
}
