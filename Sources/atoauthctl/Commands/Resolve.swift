import ArgumentParser
import BrokerAPI
import BrokerClient

struct Resolve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Find an account's DID, handle and servers, and say how each was found.")

    @Argument(help: "A handle, a DID or a server's URL.")
    var identifier: String

    @Flag(help: "Leave caches aside.")
    var fresh = false

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let identity = try await global.client.resolve(identifier: identifier, fresh: fresh)
        if global.json { return try Console.say(json: identity) }
        let sources = identity.sources
        let handle = identity.handle.map { identity.handleVerified ? $0 : $0 + " (not verified)" }
        let found = [
            row("did", identity.did, sources.did), row("handle", handle, sources.handle), row("pds", identity.pds, sources.pds),
            row("issuer", identity.issuer, sources.issuer),
        ]
        Table.say(["PART", "VALUE", "FOUND BY"], found.compactMap { $0 })
    }

    private func row(_ part: String, _ value: String?, _ source: IdentitySource?) -> [String]? {
        guard let value else { return nil }
        let origin = [source?.method.rawValue, source?.location, source?.cached == true ? "(cached)" : nil]
        return [part, value, origin.compactMap { $0 }.joined(separator: " ")]
    }
}
