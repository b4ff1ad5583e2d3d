import Foundation
import Testing

@testable import ATProtoOAuth

@Suite struct HTTPDateTests {
    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Thu, 29 Feb 2024 12:00:00 GMT", 1_709_208_000),
        ("Wed, 31 Dec 2025 23:59:60 GMT", 1_767_225_600), ("Tue, 01 Mar 2000 00:00:00 GMT", 951_868_800),
    ])
    func `reads the form of RFC 9110 section 5.6.7`(text: String, seconds: TimeInterval) {
        #expect(HTTPDate.parse(text)?.timeIntervalSince1970 == seconds)
    }

    @Test(arguments: [
        "", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 32 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nop 1994 08:49:37 GMT", "Sun, 06 Nov 0001 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:61 GMT",
    ])
    func `passes over what it cannot read`(text: String) { #expect(HTTPDate.parse(text) == nil) }
}
