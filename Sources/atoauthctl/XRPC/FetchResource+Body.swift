import BrokerAPI
import FoundationEssentials

extension FetchResource.Result {
    /// The body, however it travelled.
    var bytes: [UInt8] {
        if let body { return Array(body.utf8) }
        return bodyBase64.flatMap { Data(base64Encoded: $0) }.map(Array.init) ?? []
    }

    /// The body as JSON, if it is.
    var json: JSONValue? { try? JSONValue(parsing: bytes, limits: .response) }
}
