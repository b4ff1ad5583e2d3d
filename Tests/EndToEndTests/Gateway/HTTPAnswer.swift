import BrokerAPI

/// A response as it came over a wire.
struct HTTPAnswer: Sendable {
    let status: Int
    /// By names in small letters; repeated fields are joined.
    let headers: [String: String]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
    var json: JSONValue? { try? JSONValue(parsing: body) }
    /// The name of an error in the form of XRPC.
    var error: String? { json?["error"]?.stringValue }
    var message: String { json?["message"]?.stringValue ?? "" }
}
