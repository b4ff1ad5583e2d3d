import BrokerAPI
import Testing

/// The rules of the OpenRPC 1.3 meta-schema that concern us, spelled out.
struct OpenRPCDocumentTests {
    private let document = OpenRPCDocument.make(version: "1.0")

    @Test func `it has the required members and no others`() {
        #expect(document["openrpc"] == "1.3.2")
        #expect(document["info"]?["version"] == "1.0")
        #expect(Set((document.objectValue ?? [:]).keys) == ["openrpc", "info", "methods"])
        #expect(document["methods"]?.arrayValue?.count == BrokerMethods.all.count)
    }

    @Test func `every method is complete`() throws {
        for method in try #require(document["methods"]?.arrayValue) {
            #expect(method["paramStructure"] == "by-name")
            #expect(method["result"]?["name"]?.stringValue != nil)
            #expect(method["result"]?["schema"]?.objectValue != nil)
            let params = try #require(method["params"]?.arrayValue)
            #expect(
                params.allSatisfy { $0["name"]?.stringValue != nil && $0["schema"]?.objectValue != nil && $0["required"]?.boolValue != nil }
            )
            let errors = try #require(method["errors"]?.arrayValue)
            #expect(errors.allSatisfy { $0["code"]?.intValue != nil && $0["message"]?.stringValue != nil })
            let codes = errors.compactMap { $0["code"]?.intValue }
            #expect(Set(codes).count == codes.count)
        }
    }
}
