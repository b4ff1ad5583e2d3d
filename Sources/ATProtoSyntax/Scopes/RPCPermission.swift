/// Leave to call other services through the account's server: `rpc:app.bsky.feed.getTimeline?aud=did:web:api.bsky.app%23bsky_appview`.
public struct RPCPermission: Hashable, Sendable, CustomStringConvertible {
    /// The methods that may be called.
    public let methods: Lexicons
    /// The service that may be called; `nil` for every one, written `*`.
    public let audience: ServiceReference?

    /// Makes a permission; `nil` for every method of every service, which nobody can be given.
    public init?(methods: Lexicons, audience: ServiceReference?) {
        if audience == nil, methods == .any { return nil }
        self.methods = methods
        self.audience = audience
    }

    /// `nil` if `value` is no valid `rpc` permission.
    public init?(_ value: ScopeValue) {
        guard let reader = ScopeReader(value, name: "rpc", positional: "lxm", multiple: ["lxm"], single: ["aud"]),
            let methods = Lexicons(reader.all("lxm")), let audience = reader.one("aud")
        else { return nil }
        let service = audience == "*" ? nil : try? ServiceReference(audience)
        guard audience == "*" || service != nil else { return nil }
        self.init(methods: methods, audience: service)
    }

    /// The canonical form.
    public var description: String {
        ScopeWriter.write("rpc", positional: ("lxm", methods.values), parameters: [("aud", audience?.description ?? "*")])
    }

    /// Whether `method` may be called at `audience`; a DID alone is not the same as one of its services.
    public func permits(_ method: NSID, at audience: String) -> Bool {
        methods.contains(method) && (self.audience == nil || self.audience?.description == audience)
    }
}
