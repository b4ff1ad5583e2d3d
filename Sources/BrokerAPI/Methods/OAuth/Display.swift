/// How the authorization server shall show its pages (OpenID Connect Core §3.1.2.1).
public enum Display: String, Codable, Sendable, CaseIterable {
    /// A full page.
    case page
    /// A pop-up window.
    case popup
    /// A touch screen.
    case touch
    /// A feature phone.
    case wap
}
