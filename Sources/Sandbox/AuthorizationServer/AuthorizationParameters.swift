/// The parameters of an authorization request after every check of RFC 6749 §4.1.1, RFC 7636 and the atproto profile.
struct AuthorizationParameters: Sendable {
    enum ResponseMode: String, Sendable {
        case query, fragment
        case formPost = "form_post"
    }

    enum Prompt: String, CaseIterable, Sendable {
        case none, login, consent, create
        case selectAccount = "select_account"
    }

    let redirectURI: String
    let scope: String
    let state: String?
    let codeChallenge: String
    let responseMode: ResponseMode
    let prompt: Prompt?
    let loginHint: String?

    var scopes: Set<String> {
        Set(scope.split(separator: " ").map(String.init))
    }

    init(_ form: FormFields, client: Client) throws(OAuthError) {
        guard form["request"] == nil else { throw OAuthError(.invalidRequest, "Request objects are not supported") }
        guard form["response_type"] == "code" else { throw OAuthError(.invalidRequest, "response_type must be code") }
        redirectURI = try Self.redirectURI(form, client)
        scope = try Self.scope(form, client)
        codeChallenge = try Self.codeChallenge(form)
        responseMode = try Self.value(form, "response_mode") ?? .query
        prompt = try Self.value(form, "prompt")
        guard prompt != Prompt.none || client.isConfidential else {
            throw OAuthError(.invalidRequest, "Public clients are not allowed to use silent-sign-on")
        }
        if let age = form["max_age"] {
            guard let seconds = Int(age), seconds >= 0 else { throw OAuthError(.invalidRequest, "max_age must be a number of seconds") }
        }
        state = form["state"]
        loginHint = form["login_hint"]
    }

    private static func redirectURI(_ form: FormFields, _ client: Client) throws(OAuthError) -> String {
        guard let uri = form["redirect_uri"] ?? (client.redirectURIs.count == 1 ? client.redirectURIs.first?.text : nil) else {
            throw OAuthError(.invalidRequest, "redirect_uri is missing")
        }
        guard client.registered(uri) else {
            throw OAuthError(.invalidRequest, "Invalid redirect_uri \(uri): not in the client's metadata")
        }
        return uri
    }

    private static func scope(_ form: FormFields, _ client: Client) throws(OAuthError) -> String {
        let scopes = (form["scope"] ?? "").split(separator: " ").map(String.init)
        guard scopes.contains("atproto") else { throw OAuthError(.invalidScope, "The scope must contain \"atproto\"") }
        if let stranger = scopes.first(where: { !client.scopes.contains($0) }) {
            throw OAuthError(.invalidScope, "Scope \"\(stranger)\" is not declared in the client metadata")
        }
        return scopes.joined(separator: " ")
    }

    private static func codeChallenge(_ form: FormFields) throws(OAuthError) -> String {
        guard let challenge = form["code_challenge"] else { throw OAuthError(.invalidRequest, "Use of PKCE is required") }
        guard form["code_challenge_method"] == "S256" else {
            throw OAuthError(.invalidRequest, "code_challenge_method must be S256")
        }
        guard challenge.utf8.count == 43, Base64URL.decode(challenge) != nil else {
            throw OAuthError(.invalidRequest, "code_challenge must be 43 characters of base64url")
        }
        return challenge
    }

    private static func value<Value: RawRepresentable<String>>(_ form: FormFields, _ name: String) throws(OAuthError) -> Value? {
        guard let text = form[name] else { return nil }
        guard let value = Value(rawValue: text) else { throw OAuthError(.invalidRequest, "\(name) \"\(text)\" is not supported") }
        return value
    }
}
