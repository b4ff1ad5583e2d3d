import BrokerAPI

/// `rpc.discover`: describes the methods that are answered, itself included.
struct DiscoverHandler: MethodHandler {
    typealias Method = DiscoverAPI

    let document: JSONValue

    init(_ methods: [MethodDefinition]) {
        let all = (methods + [DiscoverAPI.definition]).sorted { $0.name < $1.name }
        document = OpenRPCDocument.make(version: Broker.apiVersion, methods: all)
    }

    func handle(_ params: EmptyObject, _ context: CallContext) async throws -> JSONValue { document }
}
