public import ATProtoSyntax
import FoundationEssentials
import HTTPTypes

/// TXT lookup over HTTPS in the JSON form that public resolvers share, for systems whose own resolver cannot be trusted.
public struct DoHTXTResolver: TXTResolver {
    private let service: HTTPURL
    private let transport: any HTTPTransport

    /// Asks `service`, such as `https://dns.google/resolve`.
    public init(service: HTTPURL, transport: any HTTPTransport) {
        self.service = service
        self.transport = transport
    }

    private struct Answer: Decodable {
        struct Record: Decodable {
            let type: Int
            let data: String
        }

        let Status: Int
        let Answer: [Record]?
    }

    /// Returns every TXT record at `name`; see ``TXTResolver``.
    public func records(at name: String) async throws -> [String] {
        guard let url = try? service.resolving(pathAndQuery: "\(service.path)?type=TXT&name=\(PercentEncoding.encode(name))") else {
            throw TXTLookupError(.malformedName, "\(name) is no name that can be asked for")
        }
        let request = OutgoingRequest(url: url, headers: [.accept: "application/dns-json"], limits: TransferLimits(maxBodyBytes: 65_536))
        let response = try await transport.send(request)
        guard response.status == .ok else { throw TXTLookupError(.serverFailure, "\(service.origin) answered \(response.status.code)") }
        let body = try await response.body.collect(upTo: request.limits.maxBodyBytes)
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(body)) else {
            throw TXTLookupError(.malformedAnswer, "\(service.origin) did not answer in dns-json")
        }
        // NOERROR and NXDOMAIN (RFC 1035 §4.1.1) are answers.
        guard answer.Status == 0 || answer.Status == 3 else {
            throw TXTLookupError(.serverFailure, "\(service.origin) answered with DNS status \(answer.Status)")
        }
        return (answer.Answer ?? []).filter { $0.type == 16 }.map { Self.joined($0.data) }
    }

    /// Joins the quoted strings of the presentation format (RFC 1035 §5.1); text without quotes is taken as it is.
    static func joined(_ data: String) -> String {
        guard data.utf8.first == 0x22 else { return data }
        var text: [UInt8] = []
        var isQuoted = false
        var rest = Array(data.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case 0x22: isQuoted.toggle()
            case 0x5C where isQuoted: text.append(unescaped(&rest))
            case _ where isQuoted: text.append(byte)
            default: break
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// `\DDD` is a byte in decimal, `\` and another character is that character.
    private static func unescaped(_ rest: inout ArraySlice<UInt8>) -> UInt8 {
        if rest.count >= 3, let value = UInt8(String(decoding: rest.prefix(3), as: UTF8.self)) {
            rest = rest.dropFirst(3)
            return value
        }
        return rest.popFirst() ?? 0x5C
    }
}
