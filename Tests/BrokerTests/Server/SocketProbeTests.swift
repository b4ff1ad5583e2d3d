import BrokerAPI
import FoundationEssentials
import Glibc
import NIOCore
import NIOPosix
import Testing

@testable import Broker

/// A daemon that answers is alive, whatever it answers; one that does not is not.
@Suite(.timeLimit(.minutes(1)))
struct SocketProbeTests {
    private static let patience = Duration.seconds(20)

    @Test func `a refusal for too many connections is an answer`() async throws {
        var limits = ServerLimits()
        limits.connectionsPerUser = 1
        try await PracticeServer.withClient(limits) { server, client in
            _ = try await client.answer(1, "test.echo", ["text": "a"])
            for _ in 1...20 { #expect(await SocketProbe(server.path).isAnswered(within: Self.patience)) }
        }
    }

    @Test func `a refusal for too many calls is an answer`() async throws {
        var limits = ServerLimits()
        limits.callsPerSecond = 1
        try await PracticeServer.withClient(limits) { server, client in
            for _ in 1...5 { #expect(await SocketProbe(server.path).isAnswered(within: Self.patience)) }
        }
    }

    @Test func `a path that is gone is asked around, and shows nothing about the daemon`() async throws {
        try await PracticeServer.withClient { server, client in
            _ = try await client.answer(1, "test.echo", ["text": "a"])
            #expect(unlink(server.path) == 0)
            #expect(!(await SocketProbe(server.path).isAnswered(within: Self.patience)))
            let probe = SocketProbe(server.path) { try await server.admit($0) }
            for _ in 1...3 { #expect(await probe.isAnswered(within: Self.patience)) }
        }
    }

    @Test func `the other way shows as well that nobody answers`() async throws {
        let held = Mutexed<[Int32]>([])
        defer { for descriptor in held.value { close(descriptor) } }
        let probe = SocketProbe("/no/such/socket") { descriptor in held.change { $0.append(descriptor) } }
        #expect(!(await probe.isAnswered(within: .milliseconds(50))))
    }

    @Test func `a socket that nobody accepts from, or that says something else, is no answer`() async throws {
        let path = FileManager.default.temporaryDirectory.path + "/atoauthd-\(UInt64.random(in: 0 ... .max)).sock"
        let speech = Mutexed<[String]>([])
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                for line in speech.value { channel.writeAndFlush(ByteBuffer(string: line), promise: nil) }
                return channel.eventLoop.makeSucceededVoidFuture()
            }
            .bind(unixDomainSocketPath: path).get()
        #expect(!(await SocketProbe(path) { _ in }.isAnswered(within: .milliseconds(50))))
        speech.change { $0 = ["hello\n"] }
        #expect(!(await SocketProbe(path).isAnswered(within: Self.patience)))
        speech.change { $0 = ["{\"jsonrpc\": \"2.0\", \"method\": \"events.session\"}\n"] }
        #expect(!(await SocketProbe(path).isAnswered(within: Self.patience)))
        try await listener.close()
    }
}
