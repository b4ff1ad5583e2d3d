/// One method of the API: its types, and with `definition` everything else there is to know about it.
public protocol BrokerMethod: Sendable {
    /// The parameters, always an object.
    associatedtype Params: Codable & Sendable
    /// What the method answers.
    associatedtype Result: Codable & Sendable

    /// Name, documentation, schemas and errors.
    static var definition: MethodDefinition { get }
}

extension BrokerMethod {
    /// The name on the wire, as in `session.signRequest`.
    public static var name: String { definition.name }
}
