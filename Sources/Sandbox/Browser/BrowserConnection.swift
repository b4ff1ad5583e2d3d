import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// The network under a scripted browser.
struct BrowserConnection: Sendable {
    private static let pageLimit = 1024 * 1024

    let http: HTTPClient
    let cookies: CookieJar

    func perform(_ step: BrowserStep) async throws -> BrowserPage {
        var request = HTTPClientRequest(url: step.url)
        request.headers.add(name: "Accept", value: "text/html")
        if let header = cookies.header { request.headers.add(name: "Cookie", value: header) }
        if let form = step.form {
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
            request.body = .bytes(Array(form.encoded.utf8))
        }
        let response = try await http.execute(request, timeout: .seconds(30))
        for header in response.headers["Set-Cookie"] { cookies.keep(header) }
        let body = try await response.body.collect(upTo: Self.pageLimit)
        let isRedirect = (300..<400).contains(response.status.code)
        return BrowserPage(
            status: Int(response.status.code), location: isRedirect ? response.headers.first(name: "Location") : nil,
            body: String(decoding: body.readableBytesView, as: UTF8.self))
    }
}
