import ATProtoSyntax
import BrokerAPI
import FoundationEssentials

/// A call put together from the command line.
struct XRPCCall {
    private let path: String
    private let method: String
    private var query: [(String, String)]
    private let headers: [String: String]
    private let body: [UInt8]?

    init(
        target: String, method: String?, texts: [String], typed: [String], headers: [String], body: [UInt8]?
    ) throws(Failure) {
        self.path = try Self.path(target)
        self.method = method ?? (body == nil ? "GET" : "POST")
        let fields = try XRPCFields(texts: texts, typed: typed)
        let isQuery = self.method == "GET" || self.method == "HEAD" || body != nil
        self.query = isQuery ? try fields.query() : []
        self.body = isQuery || fields.isEmpty ? body : fields.json.bytes
        var headers = try Self.parse(headers)
        if self.body != nil, headers["content-type"] == nil { headers["content-type"] = "application/json" }
        self.headers = headers
    }

    /// What to ask the daemon for.
    func params(account: String) -> FetchResource.Params {
        let text = body.flatMap { String(validating: $0, as: UTF8.self) }
        let separator = path.contains("?") ? "&" : "?"
        let suffix = query.isEmpty ? "" : separator + query.map { "\(Percent.encode($0))=\(Percent.encode($1))" }.joined(separator: "&")
        return FetchResource.Params(
            account: account, method: method, path: path + suffix, headers: headers.isEmpty ? nil : headers, body: text,
            bodyBase64: text == nil ? body.map { Data($0).base64EncodedString() } : nil)
    }

    /// Turns to the next page; false if there is none, or if the server sends the same cursor for ever.
    mutating func advance(past response: FetchResource.Result) -> Bool {
        guard method == "GET", let cursor = response.json?["cursor"]?.stringValue else { return false }
        let last = query.last { $0.0 == "cursor" }?.1
        guard !cursor.isEmpty, cursor != last else { return false }
        query.removeAll { $0.0 == "cursor" }
        query.append(("cursor", cursor))
        return true
    }

    /// Reads `--input`, at most 64 MiB.
    static func readBody(_ name: String) throws(Failure) -> [UInt8] {
        if name == "-" { return try StandardInput.read(limit: 67_108_864) }
        guard let content = FileManager.default.contents(atPath: name) else {
            throw Failure("\(name) cannot be read", remedy: "is it there, and is it yours?", .usage)
        }
        return Array(content)
    }

    private static func path(_ target: String) throws(Failure) -> String {
        if target.hasPrefix("/") { return target }
        do throws(SyntaxError) {
            return "/xrpc/\(try NSID(target))"
        } catch {
            throw Failure("\(error)", remedy: "give an NSID such as com.atproto.server.getSession, or a path that begins with /", .usage)
        }
    }

    private static func parse(_ headers: [String]) throws(Failure) -> [String: String] {
        var parsed: [String: String] = [:]
        for header in headers {
            guard let colon = header.firstIndex(of: ":"), colon > header.startIndex else {
                throw Failure("\(header) is not a header", remedy: "write -H 'Name: value'", .usage)
            }
            parsed[header[..<colon].lowercased()] = String(header[header.index(after: colon)...].drop { $0 == " " })
        }
        return parsed
    }
}
