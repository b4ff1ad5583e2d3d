import HTTPTypes

/// What a granted scope allows: the transition scopes, and the granular `repo`, `blob`, `rpc` and `account` ones. A value with a
/// malformed part grants nothing.
struct Permissions: Sendable {
    private struct Grant: Sendable {
        let resource: Substring
        let positional: String?
        let parameters: FormFields

        init?(_ value: Substring) {
            let parts = value.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
            let name = parts[0].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard let parameters = FormFields(parsing: parts.count > 1 ? parts[1] : "") else { return nil }
            resource = name[0]
            positional = name.count > 1 ? PercentCoding.decode(name[1]) : nil
            self.parameters = parameters
        }

        func values(_ name: String) -> [String] {
            positional.map { [$0] } ?? parameters.all(name)
        }
    }

    private let values: Set<Substring>
    private let grants: [Grant]

    init(_ scope: String) {
        values = Set(scope.split(separator: " "))
        grants = values.compactMap { Grant($0) }
    }

    private var isGeneric: Bool { values.contains("transition:generic") }

    var readsEmail: Bool {
        values.contains("transition:email") || grants.contains { $0.resource == "account" && $0.values("attr").contains("email") }
    }

    func requireRepository(_ action: String, _ collection: String) throws(XRPCError) {
        let isGranted = grants.contains { grant in
            let actions = grant.parameters.all("action")
            return grant.resource == "repo" && (actions.isEmpty || actions.contains(action))
                && !Set(grant.values("collection")).isDisjoint(with: ["*", collection])
        }
        try require(isGranted, "repo:\(collection)?action=\(action)")
    }

    func requireBlob(_ type: String) throws(XRPCError) {
        let family = type.prefix { $0 != "/" } + "/*"
        let isGranted = grants.contains { grant in
            grant.resource == "blob" && !Set(grant.values("accept")).isDisjoint(with: ["*/*", type, String(family)])
        }
        try require(isGranted, "blob:\(type)")
    }

    func requireCall(_ method: String) throws(XRPCError) {
        let isGranted = grants.contains { grant in
            grant.resource == "rpc" && grant.parameters["aud"] != nil && !Set(grant.values("lxm")).isDisjoint(with: ["*", method])
        }
        try require(isGranted, "rpc:\(method)?aud=*")
    }

    private func require(_ isGranted: Bool, _ scope: String) throws(XRPCError) {
        guard isGranted || isGeneric else {
            throw XRPCError("ScopeMissingError", "Missing required scope \"\(scope)\"", status: .forbidden)
        }
    }
}
