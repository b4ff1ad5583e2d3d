/// The `permission-set` definition of a lexicon: what an ``IncludeScope`` stands for.
public struct PermissionSet: Decodable, Sendable {
    /// The permissions in order.
    public let permissions: [Entry]

    /// One permission of a set.
    public enum Entry: Decodable, Hashable, Sendable {
        /// To write records.
        case repo(RepoPermission)
        /// To call methods.
        case rpc(Lexicons, Audience)
        /// Of a kind that sets may not hold, malformed, or with a property that nobody knows, which could be a restriction.
        case unusable
    }

    /// The services of an `rpc` permission. A set may not choose one itself.
    public enum Audience: Hashable, Sendable {
        /// Every one.
        case any
        /// That of the ``IncludeScope``.
        case inherited
    }
}

extension PermissionSet.Entry {
    /// Decodes an entry; one that is unusable spoils only itself.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let resource = try? container.decode(String.self, forKey: "resource")
        let isPermission = (try? container.decode(String.self, forKey: "type")) == "permission"
        let keys = Set(container.allKeys.map(\.stringValue)).subtracting(["type", "resource"])
        self =
            switch resource {
            case "repo" where isPermission: Self.repo(container, keys) ?? .unusable
            case "rpc" where isPermission: Self.rpc(container, keys) ?? .unusable
            default: .unusable
            }
    }

    private static func repo(_ container: KeyedDecodingContainer<Key>, _ keys: Set<String>) -> Self? {
        guard keys.isSubset(of: ["collection", "action"]) else { return nil }
        var parameters: [ScopeValue.Parameter] = []
        for key in keys.sorted() {
            guard let values = try? container.decode([String].self, forKey: Key(key)), !values.isEmpty else { return nil }
            parameters += values.map { ScopeValue.Parameter(key: key, value: $0) }
        }
        return RepoPermission(ScopeValue(name: "repo", parameters: parameters)).map { .repo($0) }
    }

    private static func rpc(_ container: KeyedDecodingContainer<Key>, _ keys: Set<String>) -> Self? {
        guard keys.isSubset(of: ["lxm", "aud", "inheritAud"]), let methods = Lexicons(try? container.decode([String].self, forKey: "lxm"))
        else { return nil }
        let inherits = try? container.decode(Bool.self, forKey: "inheritAud")
        guard (inherits != nil) == keys.contains("inheritAud") else { return nil }
        if inherits == true { return keys.contains("aud") ? nil : .rpc(methods, .inherited) }
        return (try? container.decode(String.self, forKey: "aud")) == "*" ? .rpc(methods, .any) : nil
    }

    private struct Key: CodingKey, ExpressibleByStringLiteral {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ string: String) { stringValue = string }
        init(stringLiteral: String) { stringValue = stringLiteral }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { return nil }
    }
}
