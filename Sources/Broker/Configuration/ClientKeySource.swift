/// Where a client's private keys come from.
public enum ClientKeySource: Hashable, Sendable, ConfigurationValue {
    /// From files, best first; without any the client is public.
    case files([String])
    /// The daemon makes them on the first start, and keeps them sealed beside the sessions.
    case generated

    /// Whether the client authenticates with a key.
    var isConfidential: Bool { self != .files([]) }

    static var rule: String { "\"generate\", or a list of files in brackets" }

    init?(_ node: TOMLNode) {
        if case .string("generate") = node {
            self = .generated
        } else if let files = [String](node) {
            self = .files(files)
        } else {
            return nil
        }
    }
}
