import BrokerClient
import Testing

struct SocketLocationTests {
    private let user = "/run/user/1000/atoauthd/atoauthd.sock"

    @Test func `the environment's own word comes first`() {
        let environment = ["ATOAUTHD_SOCKET": "/tmp/x.sock", "XDG_RUNTIME_DIR": "/run/user/1000"]
        #expect(SocketLocation.resolve(environment: environment, exists: { _ in true }) == "/tmp/x.sock")
    }

    @Test func `a daemon of the user's own is preferred where there is one`() {
        let environment = ["ATOAUTHD_SOCKET": "", "XDG_RUNTIME_DIR": "/run/user/1000"]
        #expect(SocketLocation.resolve(environment: environment, exists: { $0 == user }) == user)
        #expect(SocketLocation.resolve(environment: environment, exists: { _ in false }) == SocketLocation.system)
    }

    @Test func `a relative runtime directory is ignored`() {
        #expect(SocketLocation.resolve(environment: ["XDG_RUNTIME_DIR": "tmp"], exists: { _ in true }) == SocketLocation.system)
    }
}
