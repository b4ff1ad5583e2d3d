import ATProtoIdentity
import ATProtoSyntax
import Testing

struct DIDDocumentTests {
    private let did = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"

    private func document(_ members: String) throws -> DIDDocument {
        try DIDDocument(json: Array("{\"id\":\"\(did)\"\(members.isEmpty ? "" : ",")\(members)}".utf8), of: DID(did))
    }

    private let pds = ##"{"id":"#atproto_pds","type":"AtprotoPersonalDataServer","serviceEndpoint":"https://pds.net"}"##

    @Test func `reads a document`() throws {
        let document = try document(
            ##"""
            "@context":["https://www.w3.org/ns/did/v1","https://w3id.org/security/multikey/v1"],"alsoKnownAs":["https://x.net","at://b@d","at://Alice.net"],
            "controller":"did:key:z6","verificationMethod":[{"id":"#atproto","type":"Multikey","controller":"\##(did)","publicKeyMultibase":"z"}],
            "service":[{"id":"#other","type":["A","B"],"serviceEndpoint":{"uri":"https://x.net"}},{"id":"#list","type":"C","serviceEndpoint":["https://y.net",{}]},\##(pds)],
            "unknown":{"a":[1]}
            """##)
        #expect(document.handle?.description == "alice.net")
        #expect(document.pds?.description == "https://pds.net/")
        #expect(document.services.map(\.id) == ["#other", "#list", "#atproto_pds"])
        #expect(document.services[0].types == ["A", "B"])
        #expect(document.size > 100)
    }

    // §2.3 one bad optional member fails the document
    @Test(arguments: [
        #""@context":"https://example.net""#, #""@context":[]"#, #""@context":["https://x.net","https://www.w3.org/ns/did/v1"]"#,
        #""@context":{}"#, #""alsoKnownAs":"at://a.net""#, #""alsoKnownAs":["no uri"]"#, #""alsoKnownAs":["a:b c"]"#, #""alsoKnownAs":[1]"#,
        #""alsoKnownAs":["a:"]"#, #""alsoKnownAs":[""]"#, #""alsoKnownAs":["1a:b"]"#, #""controller":"x""#, #""controller":["did:a:"]"#,
        #""service":{}"#, ##""service":[{"id":"#a","type":"T"}]"##, ##""service":[{"id":"#a","serviceEndpoint":"https://x.net"}]"##,
        ##""service":[{"id":"#a","type":"T","serviceEndpoint":"not a uri"}]"##,
        ##""service":[{"id":"#a","type":"T","serviceEndpoint":7}]"##,
        #""service":[{"id":"a","type":"T","serviceEndpoint":"https://x.net"}]"#,
        ##""service":[{"id":"#","type":"T","serviceEndpoint":"https://x.net"}]"##,
        ##""service":[{"id":"a#b","type":"T","serviceEndpoint":"https://x.net"}]"##,
        ##""service":[{"id":"did:plc:bbbbbbbbbbbbbbbbbbbbbbbb#","type":"T","serviceEndpoint":"https://x.net"}]"##,
        ##""service":[{"id":"https://x.net/#a","type":"T","serviceEndpoint":"https://x.net"},{"id":"https://x.net/#a","type":"T","serviceEndpoint":"https://y.net"}]"##,
        ##""service":[{"id":"#a","type":"T","serviceEndpoint":"https://x.net"},{"id":"did:plc:aaaaaaaaaaaaaaaaaaaaaaaa#a","type":"T","serviceEndpoint":"https://y.net"}]"##,
        #""verificationMethod":[{"id":"x"}]"#,
    ])
    func `refuses a document with a malformed member`(_ member: String) {
        let error = #expect(throws: IdentityError.self) { try document(member) }
        #expect(error?.code == .invalidDocument)
    }

    @Test func `names the member that is malformed`() {
        let error = #expect(throws: IdentityError.self) { try document(##""service":[{"id":"#a","serviceEndpoint":"https://x.net"}]"##) }
        #expect(error?.reason.contains("type is missing") == true)
        #expect(throws: IdentityError.self) { try DIDDocument(json: Array("[".utf8), of: .make()) }
    }

    @Test func `refuses somebody else's document`() {
        let error = #expect(throws: IdentityError.self) {
            try DIDDocument(json: Array(#"{"id":"did:plc:bbbbbbbbbbbbbbbbbbbbbbbb"}"#.utf8), of: .make())
        }
        #expect(error?.reason.contains("its id is did:plc:bbbb") == true)
    }

    // §2.3 PDS, §10 did-ref: relative and absolute fragments
    @Test(arguments: [
        (##"{"id":"#atproto_pds","type":"AtprotoPersonalDataServer","serviceEndpoint":"https://pds.net:8443"}"##, "https://pds.net:8443/"),
        (
            ##"{"id":"did:plc:aaaaaaaaaaaaaaaaaaaaaaaa#atproto_pds","type":"AtprotoPersonalDataServer","serviceEndpoint":"https://pds.net/"}"##,
            "https://pds.net/"
        ),
        (##"{"id":"#atproto_pds","type":"Other","serviceEndpoint":"https://pds.net"}"##, nil),
        (##"{"id":"#other","type":"AtprotoPersonalDataServer","serviceEndpoint":"https://pds.net"}"##, nil),
        (##"{"id":"#atproto_pds","type":"AtprotoPersonalDataServer","serviceEndpoint":"ftp://pds.net"}"##, nil),
        (##"{"id":"#atproto_pds","type":"AtprotoPersonalDataServer","serviceEndpoint":{"a":1}}"##, nil),
        // [S] an origin alone
        (##"{"id":"#atproto_pds","type":"AtprotoPersonalDataServer","serviceEndpoint":"https://pds.net/path"}"##, nil),
    ])
    func `finds the personal data server`(_ service: String, _ expected: String?) throws {
        #expect(try document(#""service":[\#(service)]"#).pds?.description == expected)
    }

    @Test func `services of other documents and names in other alphabets spoil nothing`() throws {  // §2.3.4
        let foreign =
            ##"{"id":"did:plc:bbbbbbbbbbbbbbbbbbbbbbbb#atproto_pds","type":"AtprotoPersonalDataServer","serviceEndpoint":"https://x.net"}"##
        let page = ##"{"id":"https://x.net/about#me","type":"T","serviceEndpoint":"https://x.net"}"##
        let names = #""alsoKnownAs":["https://münchen.example/é","at://alice.net"]"#
        let document = try document(names + #","service":[\#(foreign),\#(page),\#(pds)]"#)
        #expect(document.handle?.description == "alice.net")
        #expect(document.pds?.description == "https://pds.net/")
        #expect(document.services.count == 3)
    }

    @Test func `a document may say nothing`() throws {
        let document = try document("")
        #expect(document.handle == nil)
        #expect(document.pds == nil)
    }
}
