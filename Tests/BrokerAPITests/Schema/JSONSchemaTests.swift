import BrokerAPI
import Testing

struct JSONSchemaTests {
    private let schema = SignRequest.definition.params
    private let good: JSONValue = ["account": "alice.test", "method": "GET", "url": "https://pds.test/xrpc/a.b.c"]

    private func violations(_ change: [String: JSONValue?]) -> [SchemaViolation] {
        var members = good.objectValue ?? [:]
        for (name, value) in change { members[name] = value }
        return schema.validate(.object(members))
    }

    @Test func `a value that fits has no violations`() {
        #expect(schema.validate(good).isEmpty)
        #expect(violations(["rejected": ["dpopNonce": "n"]]).isEmpty)
    }

    @Test func `a violation names field, rule and remedy`() throws {
        let violation = try #require(violations(["account": Optional<JSONValue>.none]).first)
        #expect(violation.field == "params.account")
        #expect(violation.rule == "is missing")
        #expect(violation.remedy == #"give a DID or a handle of a session that the caller may use, such as "alice.example.com""#)
    }

    @Test(
        arguments: [
            ("account", 1, "must be a string"), ("account", "alice", "must be a DID or a handle"),
            ("account", "", "must have 1 to 2048 bytes"),
            ("method", "get", "must be an HTTP method in capitals"), ("url", "/xrpc", "must be an absolute URL"),
            ("rejected", [], "must be an object"), ("acount", "x", "is not a member"),
        ] as [(String, JSONValue, String)])
    func `every rule is checked`(field: String, value: JSONValue, rule: String) {
        let found = violations([field: value])
        #expect(found.map(\.field) == ["params.\(field)"])
        #expect(found.map(\.rule) == [rule])
    }

    @Test(arguments: ["alice.test", "@alice.test", "did:plc:ewvi7nxzyoun6zhxrhs64oiz", "did:web:example.com"])
    func `an account is a DID or a handle, with or without at-sign`(account: JSONValue) {
        #expect(violations(["account": account]).isEmpty)
    }

    @Test(arguments: ["did:plc:short", "did:key:z6", "@did:web:example.com", "alice", "a..b", "https://alice.test"])
    func `anything else is no account`(account: JSONValue) {
        #expect(violations(["account": account]).map(\.rule) == ["must be a DID or a handle"])
    }

    @Test func `nested fields carry their whole path`() {
        #expect(violations(["rejected": ["tokenId": 5, "x": 1]]).map(\.field) == ["params.rejected.tokenId", "params.rejected.x"])
    }

    @Test func `the refresh mode is auto or a truth value`() {
        let schema = RestoreSession.definition.params
        for mode in ["auto", true, false] as [JSONValue] { #expect(schema.validate(["account": "a.b", "refresh": mode]).isEmpty) }
        for mode in ["always", 1, .null] as [JSONValue] { #expect(schema.validate(["account": "a.b", "refresh": mode]).count == 1) }
    }

    @Test func `a hostile value buys a short answer`() {
        let many = Dictionary(uniqueKeysWithValues: (0..<1000).map { (String(repeating: "x", count: 1000) + "\($0)", JSONValue.null) })
        let found = schema.validate(.object(many))
        #expect(found.count <= 20)
        #expect(found.allSatisfy { $0.field.utf8.count < 100 })
    }

    @Test func `numbers keep their bounds`() {
        let schema = JSONSchema(.integer(minimum: 1, maximum: 3), "a number")
        #expect(schema.validate(2).isEmpty)
        #expect(schema.validate(0).map(\.rule) == ["must be from 1 to 3"])
        #expect(schema.validate(.double(2.5)).map(\.rule) == ["must be a whole number"])
        #expect(JSONSchema(.number(minimum: 0, maximum: nil), "").validate(.double(-0.5)).map(\.rule) == ["must be at least 0.0"])
    }

    @Test func `it prints as JSON Schema draft 7`() {
        let schema = JSONSchema.object(
            "a pair", .required("name", .string("a name", length: 1...9)), .optional("age", .integer("years", 0...150)))
        let expected: JSONValue = [
            "type": "object", "description": "a pair", "additionalProperties": false, "required": ["name"],
            "properties": [
                "name": ["type": "string", "minLength": 1, "maxLength": 9, "description": "a name"],
                "age": ["type": "integer", "minimum": 0, "maximum": 150, "description": "years"],
            ],
        ]
        #expect(schema.json == expected)
    }
}
