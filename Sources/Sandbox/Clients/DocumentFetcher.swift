import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1

/// Loads metadata documents and key sets that clients under development serve on this machine.
struct DocumentFetcher: Sendable {
    private static let limit = 64 * 1024

    private let http: HTTPClient

    init() {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.connectionPool.retryConnectionEstablishment = false
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Only loopback is asked: a practice server has no business on the internet.
    func document(_ url: String) async throws(ClientRejection) -> JSON {
        guard let parts = URLParts(url), parts.scheme == "http", parts.isLoopback else {
            throw ClientRejection("client_id", "\(url) is not registered with this sandbox and not on loopback, so it cannot be fetched")
        }
        do {
            var request = HTTPClientRequest(url: url)
            request.headers.add(name: "Accept", value: "application/json")
            let response = try await http.execute(request, timeout: .seconds(5))
            guard response.status == .ok else { throw ClientRejection(url, "answered \(response.status.code) instead of 200") }
            return try JSON(parsing: try await response.body.collect(upTo: Self.limit).readableBytesView)
        } catch let rejection as ClientRejection {
            throw rejection
        } catch {
            throw ClientRejection(url, "cannot be fetched: \(error)")
        }
    }

    func shutdown() async {
        try? await http.shutdown()
    }
}
