import BrokerAPI
import FoundationEssentials
import Testing

struct TimestampTests {
    @Test func `it is written with milliseconds and read with or without`() throws {
        #expect(Timestamp(Date(timeIntervalSince1970: 1_795_460_400.123)).description == "2026-11-23T19:00:00.123Z")
        #expect(Timestamp("2026-11-23T19:00:00Z")?.date == Date(timeIntervalSince1970: 1_795_460_400))
        let read = try #require(Timestamp("2026-11-23T19:00:00.123Z"))
        #expect(abs(read.date.timeIntervalSince1970 - 1_795_460_400.123) < 0.000_5)
        #expect(read.description == "2026-11-23T19:00:00.123Z")
    }

    @Test(arguments: ["", "2026-11-23", "2026-11-23T19:00:00+01:00", "2026-11-23T19:00:00", "2026-13-01T00:00:00Z", "now", "Z"])
    func `anything but UTC is refused`(text: String) {
        #expect(Timestamp(text) == nil)
    }
}
