import ArgumentParser
import BrokerClient

/// What every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(help: "The daemon's socket; ATOAUTHD_SOCKET and the usual places otherwise.")
    var socket: String?

    @Flag(help: "Print JSON, with the API's own names.")
    var json = false

    var client: BrokerClient { BrokerClient(socketPath: socket ?? SocketLocation.resolve()) }
}
