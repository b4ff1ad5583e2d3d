/// The kind of application (OpenID Connect Dynamic Client Registration section 2), which decides its redirect URIs.
public enum ApplicationType: String, Sendable, Codable {
    /// Redirects to https pages only. Where a document is silent, this is meant.
    case web
    /// Redirects to https, to a loopback listener or to a scheme of its own; always a public client.
    case native
}
