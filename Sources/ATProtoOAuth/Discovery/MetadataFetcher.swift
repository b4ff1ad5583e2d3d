import ATProtoIdentity
import ATProtoSyntax
import FoundationEssentials
import HTTPTypes

/// Fetches the JSON documents of RFC 8414, RFC 9728 and of client metadata: exactly 200, exactly `application/json`, bounded.
struct MetadataFetcher: Sendable {
    /// Why there is no document.
    enum Failure: Error, CustomStringConvertible {
        case status(Int)
        case mediaType(String?)
        case transport(TransportError)
        case malformed(String)

        var description: String {
            switch self {
            case .status(let code): "answered \(code), not 200"
            case .mediaType(let type): "is \(type ?? "of no type"), not application/json"
            case .transport(let error): "could not be fetched: \(error)"
            case .malformed(let detail): "is malformed: \(detail)"
            }
        }
    }

    let transport: any HTTPTransport
    let limits: TransferLimits
    /// Told of every answer: a login's first proof must already carry the server's time.
    var observe: @Sendable (HTTPFields, HTTPURL) -> Void = { _, _ in }

    /// - Parameter fresh: whether caches on the way are told to ask the server.
    func fetch<Document: Decodable>(_ type: Document.Type, from url: HTTPURL, fresh: Bool = false) async throws(Failure) -> Document {
        var headers: HTTPFields = [.accept: "application/json"]
        if fresh { headers[.cacheControl] = "no-cache" }
        let body: [UInt8]
        do {
            let response = try await transport.send(OutgoingRequest(url: url, headers: headers, limits: limits))
            observe(response.headers, url)
            // Redirects are not followed: the document must be where its name says.
            guard response.status == .ok else { throw Failure.status(response.status.code) }
            guard response.mediaType == "application/json" else { throw Failure.mediaType(response.mediaType) }
            body = try await response.body.collect(upTo: limits.maxBodyBytes)
        } catch let error as TransportError {
            throw .transport(error)
        } catch let error as Failure {
            throw error
        } catch {
            throw .malformed("\(error)")
        }
        do {
            return try JSONDecoder().decode(type, from: Data(body))
        } catch {
            throw .malformed(Self.explain(error))
        }
    }

    /// The first bad field, in words.
    private static func explain(_ error: any Error) -> String {
        func path(_ context: DecodingError.Context) -> String { context.codingPath.map(\.stringValue).joined(separator: ".") }
        return switch error {
        case DecodingError.keyNotFound(let key, _): "\(key.stringValue) is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            "\(path(context)) is of the wrong type"
        case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty: "\(path(context)): \(context.debugDescription)"
        case let error as SyntaxError: error.description
        default: "no JSON object"
        }
    }
}
