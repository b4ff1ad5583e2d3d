import HTTPTypes

/// Reads the body of an OAuth POST. The reference server takes JSON objects as well as forms, and so does this one.
enum OAuthForm {
    private static let limit = 64 * 1024

    static func read(_ exchange: Exchange) async throws -> FormFields {
        let bytes = try await exchange.collect(upTo: limit)
        let type = exchange.headers[.contentType]?.prefix { $0 != ";" }.lowercased() ?? ""
        let form: FormFields?
        switch type {
        case "application/x-www-form-urlencoded": form = String(validating: bytes, as: UTF8.self).flatMap { FormFields(parsing: $0) }
        case "application/json": form = (try? JSON(parsing: bytes)).flatMap(fields)
        default: throw OAuthError(.invalidRequest, "The content type must be application/x-www-form-urlencoded")
        }
        guard let form else { throw OAuthError(.invalidRequest, "The body is malformed") }
        if let twice = form.firstDuplicate { throw OAuthError(.invalidRequest, "\(twice) must not be included more than once") }
        return form
    }

    private static func fields(_ document: JSON) -> FormFields? {
        guard let members = document.object else { return nil }
        return FormFields(
            members.map { name, value in
                FormFields.Field(name: name, value: value.string ?? String(decoding: value.bytes, as: UTF8.self))
            })
    }
}
