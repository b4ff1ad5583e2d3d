import ArgumentParser
import BrokerAPI
import BrokerClient

struct API: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "api",
        abstract: "Make an authenticated XRPC call and print its response.",
        discussion: """
            Fields are the query of a GET and the JSON body of any other method; with --input they are the query.
            A key may reach inside: -f 'record[text]=hello', -F 'tags[]=a'.

              atoauthctl api com.atproto.server.getSession
              atoauthctl api app.bsky.feed.getTimeline -F limit=5
              atoauthctl api com.atproto.repo.createRecord -X POST --input record.json
            """)

    @Argument(help: "The method's NSID, or a path that begins with /.")
    var method: String

    @Option(
        name: [.customShort("X"), .customLong("method")], help: "The HTTP method; GET, or POST with --input.",
        transform: { $0.uppercased() })
    var httpMethod: String?

    @Option(name: [.customShort("f"), .customLong("raw-field")], help: "A text field, key=value.")
    var texts: [String] = []

    @Option(name: [.customShort("F"), .customLong("field")], help: "A typed field: a value that is JSON counts as such.")
    var typed: [String] = []

    @Option(name: [.customShort("H"), .customLong("header")], help: "A header, \"Name: value\".")
    var headers: [String] = []

    @Option(help: "The body: a file, or - for standard input.")
    var input: String?

    @Flag(name: [.short, .long], help: "Print status and headers too.")
    var include = false

    @Flag(help: "Follow the cursor to the last page.")
    var paginate = false

    @OptionGroup var account: AccountOption
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let client = global.client
        var call = try XRPCCall(
            target: method, method: httpMethod, texts: texts, typed: typed, headers: headers, body: try input.map(XRPCCall.readBody))
        let account = try await account.resolve(client)
        while true {
            let response = try await client.fetch(call.params(account: account))
            try show(response)
            guard paginate, call.advance(past: response) else { return }
        }
    }

    private func show(_ response: FetchResource.Result) throws {
        if global.json {
            try Console.say(json: response)
        } else {
            if include { showHead(response) }
            Console.pass(response.bytes, asLine: paginate)
        }
        guard response.status >= 400 else { return }
        let error = response.json
        let reason = [error?["error"]?.stringValue, error?["message"]?.stringValue].compactMap { $0 }.joined(separator: ": ")
        throw Failure("the server answered \(response.status) \(reason)", ExitStatus(httpStatus: response.status))
    }

    private func showHead(_ response: FetchResource.Result) {
        Console.say("HTTP \(response.status)")
        for (name, value) in response.headers.sorted(by: { $0.key < $1.key }) { Console.say("\(name): \(value)") }
        Console.say("")
    }
}
