/// How the authorization response comes back (OAuth 2.0 Multiple Response Type Encoding Practices, and Form Post Response Mode).
public enum ResponseMode: String, Sendable, CaseIterable, Codable {
    /// In the redirect URI's query: for programs that serve the redirect.
    case query
    /// In its fragment, which never reaches a server.
    case fragment
    /// As a posted form.
    case formPost = "form_post"
}
