/// What the browser brings back to the client (RFC 6749 §4.1.2, RFC 9207), in the response mode it asked for.
struct AuthorizationResponse: Sendable {
    private let parameters: AuthorizationParameters
    private var fields: FormFields

    private init(_ request: AuthorizationRequest, issuer: String) {
        parameters = request.parameters
        fields = FormFields()
        fields.append("iss", issuer)
        fields.append("state", request.parameters.state)
    }

    static func code(_ code: String, _ request: AuthorizationRequest, issuer: String) -> Answer {
        var response = AuthorizationResponse(request, issuer: issuer)
        response.fields.append("code", code)
        return response.answer
    }

    static func error(_ code: OAuthError.Code, _ description: String, _ request: AuthorizationRequest, issuer: String) -> Answer {
        var response = AuthorizationResponse(request, issuer: issuer)
        response.fields.append("error", code.rawValue)
        response.fields.append("error_description", description)
        return response.answer
    }

    private var answer: Answer {
        let uri = parameters.redirectURI
        switch parameters.responseMode {
        case .query: return .seeOther(uri + (uri.contains("?") ? "&" : "?") + fields.encoded)
        case .fragment: return .seeOther(uri + "#" + fields.encoded)
        case .formPost: return formPost(uri).answer
        }
    }

    /// OAuth 2.0 Form Post Response Mode §2. The button is for browsers that run no scripts.
    private func formPost(_ uri: String) -> Page {
        let inputs = fields.fields.map { field -> Markup in
            "<input type=\"hidden\" name=\"\(field.name)\" value=\"\(field.value)\">"
        }
        return Page(
            title: "Back to the application",
            body: "<form method=\"post\" action=\"\(uri)\">\(inputs)<button class=\"primary\" type=\"submit\">Continue</button></form>",
            formTarget: FormTarget.source(uri), submitsItself: true)
    }
}
