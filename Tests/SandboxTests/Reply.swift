import Foundation
import NIOHTTP1

@testable import Sandbox

/// An answer of the sandbox.
struct Reply {
    let status: Int
    let headers: HTTPHeaders
    let body: String

    var json: JSON { (try? JSON(parsing: Array(body.utf8))) ?? .null }
    var error: String? { json["error"]?.string }
    var nonce: String? { headers.first(name: "DPoP-Nonce") }
    var challenge: String { headers.first(name: "WWW-Authenticate") ?? "" }
    /// The sentence that explains an error, whichever half of the world wrote it.
    var explanation: String { json["error_description"]?.string ?? json["message"]?.string ?? "" }
}
