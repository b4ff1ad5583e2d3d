import AsyncHTTPClient

/// A browser without a person: it signs in and decides, as tests, demonstrations and scripts need it.
///
/// Its cookies stay from one page to the next and from one `open(_:)` to the next; a second browser is a second value.
public struct ScriptedBrowser: Sendable {
    /// What to answer on the consent page.
    public enum Decision: String, Sendable {
        /// Grants the access.
        case accept
        /// Refuses it.
        case reject
    }

    /// Where the browser ended up.
    public struct Outcome: Sendable, Hashable {
        /// The status of the last answer.
        public let status: Int
        /// The last address: the client's callback if the sign-in came to its end, whether or not that could be visited.
        public let url: String
        /// The body of the last answer; for a callback that is not on this machine, the form that would have been posted, or nothing.
        public let body: String
        /// Whether `url` was visited; false for a callback that is not on this machine.
        public let visited: Bool
    }

    private static let maximumSteps = 12

    private let username: String
    private let password: String
    private let decision: Decision
    private let cookies: CookieJar
    /// Whether a callback on this machine is visited.
    public var visitsCallback = true

    /// A browser whose user signs in as `username`, a handle or DID; empty keeps what the page suggests.
    public init(username: String = "", password: String = "sandbox", decision: Decision = .accept) {
        self.init(username, password, decision, CookieJar())
    }

    /// Another user at the same browser.
    public init(username: String, password: String = "sandbox", decision: Decision = .accept, sharing browser: ScriptedBrowser) {
        self.init(username, password, decision, browser.cookies)
    }

    private init(_ username: String, _ password: String, _ decision: Decision, _ cookies: CookieJar) {
        self.username = username
        self.password = password
        self.decision = decision
        self.cookies = cookies
    }

    /// The `Cookie` header of the browser, for whoever wants to ask for a page as it would.
    var cookieHeader: String {
        cookies.header ?? ""
    }

    /// Opens an authorization URL and goes on until the client's callback, or until a page that has no form to fill.
    ///
    /// A callback on this machine is visited, unless ``visitsCallback`` says otherwise; any other is only reported.
    /// - Throws: `SandboxError` with code `browser` for an unusable address or an endless flow, or the error of the connection.
    public func open(_ url: String) async throws -> Outcome {
        try await HTTPClient.scoped { http in
            try await browse(url, BrowserConnection(http: http, cookies: cookies))
        }
    }

    private func browse(_ url: String, _ connection: BrowserConnection) async throws -> Outcome {
        guard let home = URLParts(url)?.origin else { throw SandboxError(.browser, "\"\(url)\" is not an http URL") }
        var step = BrowserStep(url: url, form: nil)
        for _ in 0..<Self.maximumSteps {
            guard URLParts(step.url)?.origin == home else { return try await callback(step, connection.http) }
            let page = try await connection.perform(step)
            if let location = page.location {
                step = BrowserStep(url: Self.resolve(location, home), form: nil)
            } else if page.status < 400, let form = fill(page.forms) {
                step = BrowserStep(url: Self.resolve(form.action, home), form: form.fields)
            } else {
                return Outcome(status: page.status, url: step.url, body: page.body, visited: true)
            }
        }
        throw SandboxError(.browser, "The pages at \(home) lead nowhere")
    }

    /// The first form with a password wins over the shortcuts to other accounts, which stand below it.
    private func fill(_ forms: [PageForm]) -> PageForm? {
        guard var form = forms.first(where: \.asksForPassword) ?? forms.first else { return nil }
        if form.asksForPassword {
            if !username.isEmpty { form.fill("username", username) }
            form.fill("password", password)
        }
        if form.decisions.contains(decision.rawValue) { form.fill("decision", decision.rawValue) }
        return form
    }

    private func callback(_ step: BrowserStep, _ http: HTTPClient) async throws -> Outcome {
        guard visitsCallback, let parts = URLParts(Self.withoutFragment(step.url)), parts.scheme == "http", parts.isLoopback else {
            return Outcome(status: 303, url: step.url, body: step.form?.encoded ?? "", visited: false)
        }
        // The client must not get the authorization server's cookies.
        let connection = BrowserConnection(http: http, cookies: CookieJar())
        let page = try await connection.perform(BrowserStep(url: Self.withoutFragment(step.url), form: step.form))
        return Outcome(status: page.status, url: step.url, body: page.body, visited: true)
    }

    private static func resolve(_ location: String, _ home: String) -> String {
        location.hasPrefix("/") ? home + location : location
    }

    /// A fragment stays in the browser.
    private static func withoutFragment(_ url: String) -> String {
        String(url.prefix { $0 != "#" })
    }
}
