/// The API as an OpenRPC document, made from the definitions that the server runs on.
public enum OpenRPCDocument {
    /// The document.
    ///
    /// - Parameters:
    ///   - version: the API's version.
    ///   - methods: the methods to describe; all of them unless told otherwise.
    public static func make(version: String, methods: [MethodDefinition] = BrokerMethods.all) -> JSONValue {
        [
            "openrpc": "1.3.2",
            "info": [
                "title": "atoauthd",
                "description": "Sign in to AT Protocol accounts once, and make signed requests without holding their secrets.",
                "version": .string(version),
            ],
            "methods": .array(methods.map(describe)),
        ]
    }

    private static func describe(_ method: MethodDefinition) -> JSONValue {
        [
            "name": .string(method.name),
            "summary": .string(method.summary),
            "paramStructure": "by-name",
            "params": .array(parameters(of: method.params)),
            "result": ["name": "result", "schema": method.result.json],
            "errors": .array((method.errors + BrokerErrorType.anyMethod).map(describe)),
        ]
    }

    private static func parameters(of schema: JSONSchema) -> [JSONValue] {
        guard case .object(let properties) = schema.shape else { return [] }
        // Those that may be left out come last (OpenRPC 1.3, Method Object).
        return (properties.filter(\.isRequired) + properties.filter { !$0.isRequired }).map { property in
            ["name": .string(property.name), "required": .bool(property.isRequired), "schema": property.schema.json]
        }
    }

    private static func describe(_ type: BrokerErrorType) -> JSONValue {
        ["code": .int(Int64(type.code)), "message": .string(type.rawValue), "data": ["type": .string(type.rawValue)]]
    }
}
