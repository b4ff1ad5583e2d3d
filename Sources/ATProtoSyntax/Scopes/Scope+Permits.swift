/// What a granted scope allows, the transitional values included. An `include:` grants nothing by itself: the server expands it.
extension Scope {
    /// Whether `action` is allowed on records of `collection`.
    public func permits(repo collection: NSID, _ action: RepoPermission.Action) -> Bool {
        has(.transitionGeneric) || permissions.contains { if case .repo(let repo) = $0 { repo.permits(collection, action) } else { false } }
    }

    /// Whether `method` may be called at the service `audience`.
    public func permits(rpc method: NSID, at audience: String) -> Bool {
        let isChat = method.description.hasPrefix("chat.bsky.")
        return has(isChat ? .transitionChat : .transitionGeneric)
            || permissions.contains { if case .rpc(let rpc) = $0 { rpc.permits(method, at: audience) } else { false } }
    }

    /// Whether a file of the media type `type` may be uploaded.
    public func permits(blob type: String) -> Bool {
        has(.transitionGeneric) || permissions.contains { if case .blob(let blob) = $0 { blob.permits(type) } else { false } }
    }

    /// Whether `action` is allowed with `attribute` of the account.
    public func permits(account attribute: AccountPermission.Attribute, _ action: AccountPermission.Action) -> Bool {
        (attribute == .email && action == .read && has(.transitionEmail))
            || permissions.contains { if case .account(let account) = $0 { account.permits(attribute, action) } else { false } }
    }

    /// Whether `attribute` of the identity may be changed.
    public func permits(identity attribute: IdentityPermission) -> Bool {
        permissions.contains { if case .identity(let identity) = $0 { identity.permits(attribute) } else { false } }
    }

    private func has(_ scope: StaticScope) -> Bool { permissions.contains(.fixed(scope)) }
}
