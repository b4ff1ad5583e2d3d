/// The scope values without parameters. The transitional ones stand for the password-based access that came before permissions.
public enum StaticScope: String, Sendable, CaseIterable {
    /// Every session of the protocol has it.
    case atproto
    /// All of repo, blob and rpc, except `chat.bsky`.
    case transitionGeneric = "transition:generic"
    /// To read the account's email address.
    case transitionEmail = "transition:email"
    /// To call `chat.bsky` methods.
    case transitionChat = "transition:chat.bsky"
}
