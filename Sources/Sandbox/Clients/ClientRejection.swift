/// A client or its metadata that this server does not accept, naming the field and the rule.
struct ClientRejection: Error {
    let field: String
    let rule: String

    init(_ field: String, _ rule: String) {
        self.field = field
        self.rule = rule
    }

    var oauthError: OAuthError {
        OAuthError(.invalidClientMetadata, "\(field): \(rule)")
    }
}
