@testable import Broker

extension AccessRequest {
    /// Alice has a session; of others only what the caller calls them is known.
    static func make(_ operation: Operation, _ account: String? = "alice.example", _ method: String = "GET", _ url: String? = nil)
        -> AccessRequest
    {
        var request = AccessRequest(operation, account: account, httpMethod: method, place: url.map(Place.url))
        if account == "alice.example" || account == "did:web:alice.example" {
            request.identify(did: "did:web:alice.example", handle: "alice.example", server: "https://pds.example")
        }
        return request
    }
}
