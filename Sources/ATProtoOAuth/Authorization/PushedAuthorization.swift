import FoundationEssentials

/// A successful answer to a pushed authorization request (RFC 9126 section 2.2).
struct PushedAuthorization: Sendable {
    let requestURI: String
    let expiresAt: Date

    private struct Document: Decodable {
        let request_uri: String
        let expires_in: Double
    }

    init(json: [UInt8], sentAt sent: Date) throws(MalformedResponseError) {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(json)), !document.request_uri.isEmpty,
            document.expires_in > 0, document.expires_in < 1e9
        else {
            throw MalformedResponseError(
                "pushed_authorization_request_endpoint", "request_uri and a positive expires_in are required (RFC 9126 section 2.2)")
        }
        requestURI = document.request_uri
        expiresAt = sent + document.expires_in
    }
}
