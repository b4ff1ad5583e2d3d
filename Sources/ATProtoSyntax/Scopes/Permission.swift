/// What one value of a scope means.
public enum Permission: Hashable, Sendable, CustomStringConvertible {
    case repo(RepoPermission)
    case rpc(RPCPermission)
    case blob(BlobPermission)
    case account(AccountPermission)
    case identity(IdentityPermission)
    case include(IncludeScope)
    case fixed(StaticScope)

    /// `nil` if the value is of no known kind or invalid for its kind; such a value grants nothing.
    public init?(_ value: ScopeValue) {
        let permission: Permission? =
            switch value.name {
            case "repo": RepoPermission(value).map { .repo($0) }
            case "rpc": RPCPermission(value).map { .rpc($0) }
            case "blob": BlobPermission(value).map { .blob($0) }
            case "account": AccountPermission(value).map { .account($0) }
            case "identity": IdentityPermission(value).map { .identity($0) }
            case "include": IncludeScope(value).map { .include($0) }
            default: StaticScope(rawValue: value.description).map { .fixed($0) }
            }
        guard let permission else { return nil }
        self = permission
    }

    /// The kinds that take parameters. A value of another name may be one that this library is too old for.
    static let kinds: Set<String> = ["repo", "rpc", "blob", "account", "identity", "include"]

    /// The canonical form.
    public var description: String {
        switch self {
        case .repo(let permission): permission.description
        case .rpc(let permission): permission.description
        case .blob(let permission): permission.description
        case .account(let permission): permission.description
        case .identity(let permission): permission.description
        case .include(let scope): scope.description
        case .fixed(let scope): scope.rawValue
        }
    }
}
