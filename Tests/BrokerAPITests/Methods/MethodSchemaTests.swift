import BrokerAPI
import Testing

struct MethodSchemaTests {
    @Test func `every type encodes to exactly what its schema describes`() throws {
        for sample in try MethodSample.make() {
            #expect(sample.schema.validate(sample.value).isEmpty, "\(sample.name)")
            // A fully filled sample must also name every member of the schema, or the schema lists one the type does not have.
            guard case .object(let properties) = sample.schema.shape, properties.count > 1, sample.name != "oauth.callback params" else {
                continue
            }
            #expect(Set((sample.value.objectValue ?? [:]).keys) == Set(properties.map(\.name)), "\(sample.name)")
        }
    }

    @Test func `every method without parameters refuses any`() {
        for method in BrokerMethods.all where method.params == .empty {
            #expect(method.params.validate([:]).isEmpty)
            #expect(method.params.validate(["x": 1]).map(\.field) == ["params.x"])
        }
    }

    @Test func `signed headers never show in a description`() {
        let result = SignRequest.Result(headers: SignedHeaders(authorization: "DPoP secret", dpop: "proof"), tokenId: "t")
        #expect(!"\(result)".contains("secret"))
        #expect(!String(reflecting: result).contains("proof"))
    }
}
