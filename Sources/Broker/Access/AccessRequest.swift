import ATProtoSyntax
import BrokerAPI

/// A call as access rules and the audit trail see it.
struct AccessRequest: Sendable {
    /// Where a request in the account's name goes: as the caller wrote it, since most rules never ask.
    enum Place: Sendable, Hashable {
        case url(String)
        /// Path and query at the account's own server.
        case path(String)
    }

    let operation: Operation
    /// The account as the caller named it.
    let account: String?
    /// The HTTP method of the request.
    let httpMethod: String?
    let place: Place?
    /// What rules may call the account: DID and handle of its session, or else what the caller said.
    private(set) var names: [String]
    /// The account's server, where there is a session.
    private(set) var server: String?
    /// The account that an administrator does something about, and whose it is; rules do not look at these.
    private(set) var subject: String?
    private(set) var owner: UInt32?

    /// What is longer is refused by the method itself; nobody looks at it before.
    private static let longestAccount = 2048
    private static let longestPlace = 8192

    /// The request of a call; nil if the method is free for all. Parameters of a wrong type count as absent: the call fails later.
    init?(_ method: String, _ params: JSONValue) {
        guard let operation = Operation(method: method) else { return nil }
        let given = params[operation == .authorize ? "identifier" : "account"]?.stringValue.flatMap {
            $0.utf8.count <= Self.longestAccount ? Self.withoutQuery($0) : nil
        }
        // Administrators name others' accounts, and who waits for a login names none.
        self.init(
            operation, account: operation == .admin ? nil : given, httpMethod: Self.httpMethod(operation, params),
            place: Self.place(operation, params))
        if operation == .admin { (subject, owner) = (given, params["uid"]?.intValue.flatMap { UInt32(exactly: $0) }) }
    }

    init(_ operation: Operation, account: String?, httpMethod: String? = nil, place: Place? = nil) {
        self.operation = operation
        self.account = account.map { name in
            let bare = name.hasPrefix("@") ? String(name.dropFirst()) : name
            return bare.hasPrefix("did:") ? bare : bare.lowercased()
        }
        names = self.account.map { [$0] } ?? []
        self.httpMethod = httpMethod
        self.place = place
    }

    /// An account as it may be written down: whoever pastes a callback's address in its place must not find its code in a trail or log.
    static func withoutQuery(_ account: String) -> String { String(account.prefix { $0 != "?" && $0 != "#" }) }

    /// Learns which account it is about.
    mutating func identify(did: String, handle: String?, server: String?) {
        names = [did, handle].compactMap(\.self)
        self.server = server
    }

    /// Where the request goes; nil if that is no URL.
    var target: WireTarget? {
        switch place {
        case .url(let url): (try? HTTPURL(url)).map(WireTarget.init)
        case .path(let path):
            // Without a session there is no server yet, and the method is the same at any.
            (try? HTTPURL(server ?? "https://pds.invalid").resolving(pathAndQuery: path)).map(WireTarget.init)
        case nil: nil
        }
    }

    private static func httpMethod(_ operation: Operation, _ params: JSONValue) -> String? {
        guard operation.isRequest else { return nil }
        if let method = params["method"] { return method.stringValue.flatMap { $0.utf8.count <= 32 ? $0 : nil } }
        return params["body"] == nil && params["bodyBase64"] == nil ? "GET" : "POST"
    }

    private static func place(_ operation: Operation, _ params: JSONValue) -> Place? {
        func text(_ name: String) -> String? { params[name]?.stringValue.flatMap { $0.utf8.count <= longestPlace ? $0 : nil } }
        return switch operation {
        case .sign: text("url").map(Place.url)
        case .fetch: text("path").map(Place.path)
        default: nil
        }
    }
}
