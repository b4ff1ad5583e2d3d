import Foundation
import Testing

@testable import Sandbox

@Suite struct EncodingTests {
    @Test func writesHTTPDates() {
        #expect(HTTPDate.format(Date(timeIntervalSince1970: 784_111_777)) == "Sun, 06 Nov 1994 08:49:37 GMT")
    }

    @Test func givesTheCIDsThatEveryServerGives() {
        #expect(ContentID.ofRecord([:]) == "bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua")
        #expect(ContentID.ofBlob(Array("hello world".utf8)) == "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e")
        #expect(ContentID.bytes(of: ContentID.ofBlob([])).map(Base32.encode).map { "b" + $0 } == ContentID.ofBlob([]))
    }

    /// The examples of the Internet draft "The Base58 Encoding Scheme".
    @Test func writesBase58() {
        #expect(Base58.encode(Array("Hello World!".utf8)) == "2NEpo7TZRRrLZSi2U")
        #expect(Base58.encode([0, 0, 0x28, 0x7F, 0xB4, 0xCD]) == "11233QC4")
        #expect(Base58.encode([]) == "")
    }

    @Test func givesEveryAccountAKeyOfItsOwn() {
        let keys = (0..<2).map { _ in RepositoryKey().publicKey }
        // What a compressed P-256 key begins with as a Multikey.
        #expect(keys.allSatisfy { $0.hasPrefix("zDna") })
        #expect(keys[0] != keys[1])
    }

    @Test func sortsCBORKeysByLengthFirst() {
        #expect(
            DagCBOR.encode(["b": 1, "aa": -1, "c": [true, .null]]) == [
                0xA3, 0x61, 0x62, 1, 0x61, 0x63, 0x82, 0xF5, 0xF6, 0x62, 0x61, 0x61, 0x20,
            ])
    }

    @Test func readsAndWritesForms() {
        let form = FormFields(parsing: "a=1+2&b=%C3%BC&c")
        #expect(form?["a"] == "1 2")
        #expect(form?["b"] == "ü")
        #expect(form?["c"] == "")
        #expect(FormFields(parsing: "a=%G0") == nil)
        #expect(FormFields([.init(name: "a b", value: "&ü")]).encoded == "a%20b=%26%C3%BC")
        #expect(FormFields(parsing: "a=1&a=2")?.firstDuplicate == "a")
    }

    @Test func makesTimestampsThatNeverRepeat() {
        let still = Date()
        let ids = TimestampIDs(random: .system) { still }
        let made = (0..<1000).map { _ in ids.next() }
        #expect(made == made.sorted())
        #expect(Set(made).count == made.count)
        #expect(made.allSatisfy { $0.utf8.count == 13 })
    }

    @Test func escapesWhatPagesShow() {
        let name = "<b>\"&'"
        let markup: Markup = "<p>\(name)</p>"
        #expect(markup.html == "<p>&lt;b&gt;&quot;&amp;&#39;</p>")
    }
}
