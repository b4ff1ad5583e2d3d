public import HTTPTypes

/// The answer to one request.
public struct IncomingResponse: Sendable {
    /// The status, of any class.
    public var status: HTTPResponse.Status
    /// The header fields.
    public var headers: HTTPFields
    /// The content, which can be read once.
    public var body: IncomingBody

    /// Makes a response, as a transport does.
    public init(status: HTTPResponse.Status, headers: HTTPFields = [:], body: IncomingBody = IncomingBody([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The media type: `Content-Type` without parameters, trimmed, in lower case.
    public var mediaType: String? {
        headers[.contentType].flatMap { $0.split(separator: ";", maxSplits: 1).first }
            .map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
    }
}
