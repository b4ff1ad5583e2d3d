/// `rpc.discover`: the OpenRPC document of this API.
public enum DiscoverAPI: BrokerMethod {
    /// No parameters.
    public typealias Params = EmptyObject
    /// The document.
    public typealias Result = JSONValue

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "rpc.discover",
        summary: "Describe this API as an OpenRPC document.",
        params: .empty,
        result: .document("an OpenRPC 1.3 document"),
        errors: [],
        isRepeatable: true)
}
