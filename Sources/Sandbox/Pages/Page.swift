import HTTPTypes

/// One HTML page with its security headers.
struct Page: Sendable {
    let title: String
    let body: Markup
    var status: HTTPResponse.Status = .ok
    /// Where a form, or the redirect that answers it, may lead besides this origin.
    var formTarget: String?
    var submitsItself = false

    var answer: Answer {
        let script: Markup = submitsItself ? "<script>\(Markup(stringLiteral: Stylesheet.submitScript))</script>" : ""
        let document: Markup = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>\(title)</title>
            <style>\(Markup(stringLiteral: Stylesheet.text))</style>
            </head>
            <body>
            <main>
            <h1>\(title)</h1>
            \(body)
            <p class="note">A practice server. No real account is involved.</p>
            </main>
            \(script)
            </body>
            </html>
            """
        var answer = Answer(status: status, contentType: "text/html; charset=utf-8", body: Array(document.html.utf8))
        answer.headers[.cacheControl] = "no-store"
        answer.headers[.contentSecurityPolicy] = policy
        answer.headers[.referrerPolicy] = "no-referrer"
        answer.headers[.xContentTypeOptions] = "nosniff"
        answer.headers[.frameOptions] = "DENY"
        return answer
    }

    private var policy: String {
        // Browsers apply form-action to the redirects that follow a form as well, hence the redirect URI's origin in it.
        let targets = ["'self'", formTarget].compactMap(\.self).joined(separator: " ")
        let script = submitsItself ? Stylesheet.scriptHash : "'none'"
        return "default-src 'none'; style-src \(Stylesheet.styleHash); script-src \(script); form-action \(targets); "
            + "frame-ancestors 'none'; base-uri 'none'"
    }
}
