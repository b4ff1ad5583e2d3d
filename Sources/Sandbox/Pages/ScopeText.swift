/// What a scope value means, for people.
enum ScopeText {
    static func describe(_ scope: String) -> String {
        switch scope {
        case "atproto": return "Know who you are"
        case "transition:generic": return "Read and write everything but your messages"
        case "transition:email": return "Read your e-mail address"
        case "transition:chat.bsky": return "Read and write your messages"
        default: break
        }
        return switch scope.prefix(while: { $0 != ":" && $0 != "?" }) {
        case "repo": "Write records"
        case "rpc": "Call other services in your name"
        case "blob": "Upload files"
        case "account": "See or manage account settings"
        case "identity": "Change your handle"
        default: "Use"
        }
    }
}
