import ATProtoIdentity
import ATProtoSyntax
import Testing

@testable import Broker

struct NetworkConfigurationTests {
    private let environment = ["https_proxy": "http://127.0.0.1:3128"]

    @Test func `goes to public addresses over https, through the environment's proxy`() throws {
        let transport = try NetworkConfiguration().transport(userAgent: "atoauthd/1", environment: environment)
        #expect(transport.plainHTTP == .never)
        #expect(transport.addresses.objection(to: try HTTPURL("https://localhost/")) != nil)
        #expect(transport.proxies.https != nil)
    }

    @Test func `leaves the environment alone where it is told to`() throws {
        var network = NetworkConfiguration()
        network.proxyFromEnvironment = false
        #expect(try network.transport(userAgent: "atoauthd/1", environment: environment).proxies.https == nil)
    }

    @Test func `refuses a proxy that is none, and certificates that are not there`() {
        #expect(throws: ConfigurationError.self) {
            try NetworkConfiguration().transport(userAgent: "atoauthd/1", environment: ["https_proxy": "::"])
        }
        var network = NetworkConfiguration()
        network.trustRoots = ["/nowhere/ca.pem"]
        let error = #expect(throws: ConfigurationError.self) { try network.transport(userAgent: "atoauthd/1", environment: [:]) }
        #expect(error?.file == "/nowhere/ca.pem")
    }
}
