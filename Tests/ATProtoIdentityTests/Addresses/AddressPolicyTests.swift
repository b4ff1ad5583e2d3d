import ATProtoIdentity
import ATProtoSyntax
import Testing

struct AddressPolicyTests {
    // §8, §10 unicast
    @Test(arguments: [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.1",
        "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::2", "::a00:1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::ffff:0:a00:1", "64:ff9b::10.0.0.1", "64:ff9b:1::1",
        "100::1", "2001::1", "2001:10::1", "2001:20::1", "2001:db8::1", "2002:a00:1::", "2002:7f00:1::1", "3fff::1", "4000::1", "5f00::1",
        "fc00::1", "fdff::1", "fe80::1", "febf::1", "fec0::1", "ff02::1",
    ])
    func `forbids what is no public unicast address`(_ text: String) throws {
        #expect(try !AddressPolicy.publicInternet.permits(#require(IPAddress(text))))
    }

    @Test(arguments: [
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.1",
        "198.17.255.255",
        "198.20.0.0", "223.255.255.255", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1", "2002:101:101::1", "2606:4700::1111", "2a00:1450::1",
        "2001:4860::1",
    ])
    func `permits public unicast addresses`(_ text: String) throws {
        #expect(try AddressPolicy.publicInternet.permits(#require(IPAddress(text))))
    }

    @Test func `permits ranges that are allowed, however they are embedded`() throws {
        let policy = AddressPolicy(allowedRanges: try [#require(AddressRange("10.1.0.0/16")), #require(AddressRange("fd00::/8"))])
        for text in ["10.1.2.3", "::ffff:10.1.2.3", "fd12::1"] { #expect(try policy.permits(#require(IPAddress(text)))) }
        for text in ["10.2.0.1", "fc00::1", "127.0.0.1"] { #expect(try !policy.permits(#require(IPAddress(text)))) }
        #expect(try AddressPolicy.development.permits(#require(IPAddress("127.0.0.1"))))
        #expect(try AddressPolicy.development.permits(#require(IPAddress("::1"))))
        #expect(try !AddressPolicy.development.permits(#require(IPAddress("10.0.0.1"))))
    }

    @Test(arguments: [
        ("https://pds.bsky.social", nil), ("https://1.1.1.1", nil), ("https://notexample.com", nil),
        ("https://10.0.0.1", "10.0.0.1 is not a public address"), ("https://single", "single is a name without domain"),
        ("https://a.test", ".test is not a public domain"), ("https://printer.local", ".local is not a public domain"),
        ("https://www.example.org", "www.example.org can never be a server of the network"),
    ])
    func `objects to names that are not public`(_ url: String, _ objection: String?) throws {
        #expect(try AddressPolicy.publicInternet.objection(to: HTTPURL(url)) == objection)
    }

    @Test func `allows names`() throws {
        let policy = AddressPolicy(allowedNames: ["pds", ".test"])
        #expect(try policy.objection(to: HTTPURL("https://pds")) == nil)
        #expect(try policy.objection(to: HTTPURL("https://a.b.test")) == nil)
        #expect(try policy.objection(to: HTTPURL("https://xpds")) != nil)
        #expect(try policy.objection(to: HTTPURL("https://a.testx")) == nil)
    }

    @Test func `reads ranges`() throws {
        #expect(AddressRange("10.0.0.0/8")?.description == "10.0.0.0/8")
        #expect(AddressRange("::1")?.description == "::1/128")
        #expect(try #require(AddressRange("0.0.0.0/0")).contains(#require(IPAddress("255.1.1.1"))))
        #expect(try !#require(AddressRange("0.0.0.0/0")).contains(#require(IPAddress("::1"))))
        for text in ["", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "x/8", "::/129"] { #expect(AddressRange(text) == nil) }
    }

    @Test func `the system knows localhost, and no invalid name`() async throws {
        let addresses = try await SystemAddressResolver().addresses(of: "localhost")
        #expect(!addresses.isEmpty)
        #expect(addresses.allSatisfy { $0.isLoopback })
        #expect(try await SystemAddressResolver().addresses(of: "::1") == [.v6(1)])
        #expect(try await SystemAddressResolver().addresses(of: "no such name") == [])
    }
}
