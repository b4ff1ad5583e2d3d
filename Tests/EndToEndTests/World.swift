import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import FoundationEssentials
import Sandbox

/// A sandbox, and the way to it as a program of ours sees it.
struct World {
    let sandbox: SandboxServer
    let transport: HardenedTransport
    let identities: IdentityResolver

    /// Runs `body` in a world of its own.
    static func run(_ configure: (inout SandboxConfiguration) -> Void = { _ in }, _ body: (World) async throws -> Void) async throws {
        var configuration = SandboxConfiguration()
        configuration.port = 0
        configure(&configuration)
        let sandbox = SandboxServer(configuration)
        try await sandbox.start()
        let transport = try HardenedTransport(
            configuration: .init(userAgent: "atoauthd-tests", plainHTTP: .loopbackOnly, addresses: .development))
        do {
            let origin = try HTTPURL(sandbox.origin)
            let identities = IdentityResolver.standard(
                transport: transport, records: nil, service: origin, directory: origin, allowTestHandles: true)
            try await body(World(sandbox: sandbox, transport: transport, identities: identities))
        } catch {
            try? await transport.shutdown()
            await sandbox.stop()
            throw error
        }
        try await transport.shutdown()
        await sandbox.stop()
    }

    /// Signs `user` in to what the browser finds at the URL of a login, and returns the parameters it comes back with.
    func browse(
        _ request: AuthorizationRequest, as user: String = "alice.test", _ decision: ScriptedBrowser.Decision = .accept,
        in browser: ScriptedBrowser? = nil
    ) async throws -> FormParameters {
        var browser = browser ?? ScriptedBrowser(username: user, decision: decision)
        browser.visitsCallback = false
        let outcome = try await browser.open(request.url.description)
        // A posted form has them in its body, the other response modes behind the address.
        let parts = outcome.url.split(maxSplits: 1) { $0 == "?" || $0 == "#" }
        return FormParameters(encoded: parts.count > 1 ? String(parts[1]) : outcome.body)
    }
}
