/// How the authorization page should present itself (OpenID Connect Core section 3.1.2.1).
public enum Display: String, Sendable, CaseIterable, Codable {
    /// A full page.
    case page
    /// A small window.
    case popup
    /// A touch device.
    case touch
    /// A small phone.
    case wap
}
