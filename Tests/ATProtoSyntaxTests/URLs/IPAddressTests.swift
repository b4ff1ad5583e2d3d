import ATProtoSyntax
import Testing

struct IPAddressTests {
    @Test(arguments: [
        ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("::", "::"), ("::1", "::1"), ("1::", "1::"),
        ("0:0:0:0:0:0:0:0", "::"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
        ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ("::ffff:192.0.2.1", "::ffff:c000:201"), ("2001:DB8::A", "2001:db8::a"), ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"),
        ("1::8", "1::8"), ("0:1:0:1:0:1:0:1", "0:1:0:1:0:1:0:1"),
    ])
    func `reads and writes canonical forms`(_ text: String, _ canonical: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.description == canonical)
        #expect(IPAddress(canonical) == address)
    }

    @Test(arguments: [
        "", "1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "256.0.0.1", "1.2.3.", "a.b.c.d", ":", ":::", "1:", ":1", "1::2::3", "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "g::", "::1.2.3.4:1", "::%eth0", "[::1]", "::1.2.3.444", "1:2:3:4:5:6:7:1.2.3.4",
        "1:::2", "::1:", String(repeating: "0", count: 46),
    ])
    func `refuses other notations`(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test func `knows loopback`() {
        #expect(IPAddress("127.255.0.1")?.isLoopback == true)
        #expect(IPAddress("::1")?.isLoopback == true)
        #expect(IPAddress("126.0.0.1")?.isLoopback == false)
    }
}
