/// The permissions of a set that is published as a lexicon: `include:com.example.authBasic?aud=did:web:api.example.com%23svc`.
public struct IncludeScope: Hashable, Sendable, CustomStringConvertible {
    /// The set's name.
    public let nsid: NSID
    /// The service that `rpc` permissions of the set inherit.
    public let audience: ServiceReference?

    /// Makes a value.
    public init(nsid: NSID, audience: ServiceReference? = nil) {
        self.nsid = nsid
        self.audience = audience
    }

    /// `nil` if `value` is no valid `include`.
    public init?(_ value: ScopeValue) {
        guard let reader = ScopeReader(value, name: "include", positional: "nsid", single: ["nsid", "aud"]),
            let nsid = reader.one("nsid").flatMap({ try? NSID($0) })
        else { return nil }
        let audience = reader.one("aud").flatMap { try? ServiceReference($0) }
        guard audience != nil || reader.one("aud") == nil else { return nil }
        self.init(nsid: nsid, audience: audience)
    }

    /// The canonical form.
    public var description: String {
        ScopeWriter.write(
            "include", positional: ("nsid", [nsid.description]), parameters: audience.map { [("aud", $0.description)] } ?? [])
    }

    /// Whether the author of this set may grant `nsid`: it lies in the set's own group or below.
    public func hasAuthority(over nsid: NSID) -> Bool {
        nsid.group == self.nsid.group || nsid.group.hasPrefix(self.nsid.group + ".")
    }

    /// The permissions that `set` gives in the context of this value; those that its author may not grant are left out.
    public func permissions(of set: PermissionSet) -> [Permission] {
        set.permissions.compactMap { permission($0) }
    }

    private func permission(_ entry: PermissionSet.Entry) -> Permission? {
        switch entry {
        case .repo(let repo): hasAuthority(over: repo.collections) ? .repo(repo) : nil
        case .rpc(let methods, .any): hasAuthority(over: methods) ? RPCPermission(methods: methods, audience: nil).map { .rpc($0) } : nil
        case .rpc(let methods, .inherited):
            audience != nil && hasAuthority(over: methods) ? RPCPermission(methods: methods, audience: audience).map { .rpc($0) } : nil
        case .unusable: nil
        }
    }

    /// A wildcard would reach beyond every authority.
    private func hasAuthority(over lexicons: Lexicons) -> Bool {
        if case .only(let names) = lexicons { names.allSatisfy { hasAuthority(over: $0) } } else { false }
    }
}
