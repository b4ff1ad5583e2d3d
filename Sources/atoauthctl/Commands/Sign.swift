import ArgumentParser
import BrokerAPI
import BrokerClient

struct Sign: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the headers that authenticate one HTTP request.",
        discussion: "If the server wants a nonce or rejects the token, sign again and say so with --nonce or --rejected-token.")

    @Argument(help: "The HTTP method.", transform: { $0.uppercased() })
    var method: String

    @Argument(help: "The URL, as it will be requested.")
    var url: String

    @Option(help: "The DPoP-Nonce that the server sent.")
    var nonce: String?

    @Option(help: "The tokenId of a signature whose token the server rejected (see --json).")
    var rejectedToken: String?

    @Flag(help: "Print arguments for curl.")
    var curl = false

    @OptionGroup var account: AccountOption
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let client = global.client
        let rejected = nonce == nil && rejectedToken == nil ? nil : RejectedSignature(tokenId: rejectedToken, dpopNonce: nonce)
        let account = try await account.resolve(client)
        let signature = try await client.signRequest(account: account, method: method, url: url, rejected: rejected)
        if global.json { return try Console.say(json: signature) }
        let headers = ["Authorization: \(signature.headers.authorization)", "DPoP: \(signature.headers.dpop)"]
        if curl {
            Console.say(headers.map { "-H '\($0)'" }.joined(separator: " "))
        } else {
            for header in headers { Console.say(header) }
        }
    }
}
