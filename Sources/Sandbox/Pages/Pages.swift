import Crypto
import FoundationEssentials
import HTTPTypes

/// The sign-in, sign-up, consent and error pages. They are plain forms: everything works without JavaScript.
struct Pages: Sendable {
    private let key: SymmetricKey

    init(random: Randomness) {
        key = SymmetricKey(data: random.bytes(32))
    }

    /// The token that a form must bring back: it exists only for this browser and this request.
    func csrfToken(_ request: AuthorizationRequest, device: String) -> String {
        Base64URL.encode(HMAC<SHA256>.authenticationCode(for: Data("\(device) \(request.uri)".utf8), using: key))
    }

    func signIn(_ request: AuthorizationRequest, device: String, accounts: [Account], problem: String? = nil, username: String? = nil)
        -> Page
    {
        let hidden = hiddenFields(request, device)
        let others = accounts.map { account -> Markup in
            """
            <form method="post" action="/oauth/authorize/select">\(hidden)
            <input type="hidden" name="account" value="\(account.did)">
            <button type="submit">Continue as \(account.handle)</button></form>
            """
        }
        let body: Markup = """
            <p>to continue to \(appName(request))</p>
            \(alert(problem))
            <form method="post" action="/oauth/authorize/sign-in">\(hidden)
            <label for="username">Handle or DID</label>
            <input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required \
            value="\(username ?? request.parameters.loginHint ?? "")">
            <label for="password">Password</label>
            <input id="password" name="password" type="password" autocomplete="current-password" required>
            <button class="primary" type="submit">Sign in</button>
            </form>
            \(others)
            """
        return page("Sign in", body, request, isProblem: problem != nil)
    }

    func signUp(_ request: AuthorizationRequest, device: String, problem: String? = nil, username: String? = nil) -> Page {
        let body: Markup = """
            <p>to continue to \(appName(request))</p>
            \(alert(problem))
            <form method="post" action="/oauth/authorize/sign-up">\(hiddenFields(request, device))
            <label for="username">New handle, such as dave.test</label>
            <input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required \
            value="\(username ?? request.parameters.loginHint ?? "")">
            <label for="password">Password</label>
            <input id="password" name="password" type="password" autocomplete="new-password" required>
            <button class="primary" type="submit">Create account</button>
            </form>
            """
        return page("Create an account", body, request, isProblem: problem != nil)
    }

    func consent(_ request: AuthorizationRequest, device: String, account: Account) -> Page {
        let scopes = request.parameters.scopes.sorted().map { scope -> Markup in
            "<li>\(ScopeText.describe(scope)) <code>\(scope)</code></li>"
        }
        let body: Markup = """
            <p>\(appName(request)) asks for access to <strong>\(account.handle)</strong>:</p>
            <ul>\(scopes)</ul>
            <p class="note">The application calls itself <code>\(request.client.id)</code> and is reached at
            <code>\(request.parameters.redirectURI)</code>.</p>
            <form method="post" action="/oauth/authorize/consent">\(hiddenFields(request, device))
            <button class="primary" type="submit" name="decision" value="accept">Accept</button>
            <button type="submit" name="decision" value="reject">Reject</button>
            </form>
            <p><a href="/oauth/authorize?\(query(request))&amp;switch=1">Use another account</a></p>
            """
        return page("Authorize", body, request, isProblem: false)
    }

    func query(_ request: AuthorizationRequest) -> String {
        FormFields([.init(name: "client_id", value: request.client.id), .init(name: "request_uri", value: request.uri)]).encoded
    }

    private func page(_ title: String, _ body: Markup, _ request: AuthorizationRequest, isProblem: Bool) -> Page {
        Page(title: title, body: body, status: isProblem ? .badRequest : .ok, formTarget: FormTarget.source(request.parameters.redirectURI))
    }

    private func alert(_ problem: String?) -> Markup {
        guard let problem else { return "" }
        return "<p class=\"alert\" role=\"alert\">\(problem)</p>"
    }

    private func appName(_ request: AuthorizationRequest) -> Markup {
        "<strong>\(request.client.name ?? request.client.id.prefix { $0 != "?" }.description)</strong>"
    }

    private func hiddenFields(_ request: AuthorizationRequest, _ device: String) -> Markup {
        """
        <input type="hidden" name="client_id" value="\(request.client.id)">
        <input type="hidden" name="request_uri" value="\(request.uri)">
        <input type="hidden" name="csrf_token" value="\(csrfToken(request, device: device))">
        """
    }
}
