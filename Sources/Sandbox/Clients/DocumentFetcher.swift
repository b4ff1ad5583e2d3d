import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1

/// Loads metadata documents and key sets that clients under development serve on this machine.
enum DocumentFetcher {
    private static let limit = 64 * 1024

    /// Only loopback is asked: a practice server has no business on the internet.
    static func document(_ url: String) async throws(ClientRejection) -> JSON {
        guard let parts = URLParts(url), parts.scheme == "http", parts.isLoopback else {
            throw ClientRejection("client_id", "\(url) is not registered with this sandbox and not on loopback, so it cannot be fetched")
        }
        do {
            return try await HTTPClient.scoped { http in try await load(url, http) }
        } catch {
            throw error as? ClientRejection ?? ClientRejection(url, "cannot be fetched: \(error)")
        }
    }

    private static func load(_ url: String, _ http: HTTPClient) async throws -> JSON {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "Accept", value: "application/json")
        let response = try await http.execute(request, timeout: .seconds(5))
        guard response.status == .ok else { throw ClientRejection(url, "answered \(response.status.code) instead of 200") }
        return try JSON(parsing: try await response.body.collect(upTo: limit).readableBytesView)
    }
}
