import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import Foundation
import HTTPTypes
import JOSE

/// A request as it reached the scripted world.
struct RecordedRequest: Sendable {
    let endpoint: Endpoint
    let method: HTTPRequest.Method
    let url: HTTPURL
    let headers: HTTPFields
    let body: [UInt8]
    let limits: TransferLimits

    init(_ request: OutgoingRequest) async {
        endpoint = Endpoint(request.url)
        method = request.method
        url = request.url
        headers = request.headers
        limits = request.limits
        switch request.body {
        case .none: body = []
        case .bytes(let bytes): body = bytes
        case .stream(let parts, _): body = (try? await IncomingBody(parts).collect(upTo: 1 << 20)) ?? []
        }
    }

    var form: FormParameters { FormParameters(encoded: String(decoding: body, as: UTF8.self)) }

    /// The request's proof, verified with the key that it carries.
    var proof: VerifiedJWT {
        get throws { try VerifiedJWT(selfSigned: headers[.proof] ?? "") }
    }
}

/// A JWT whose signature is right.
struct VerifiedJWT {
    let header: JSON
    let payload: JSON

    init(_ text: String, key: JWK, _ algorithm: SignatureAlgorithm) throws {
        let parts = try JWS.verify(text, key: key, algorithm)
        header = try JSON.parse(parts.header)
        payload = try JSON.parse(parts.payload)
    }

    init(selfSigned text: String) throws {
        let header = try JSON.parse(Base64URL.decode(text.prefix { $0 != "." }))
        let key = try JSONDecoder().decode(JWK.self, from: Data((header["jwk"] ?? [:]).bytes))
        try self.init(text, key: key, SignatureAlgorithm(rawValue: header["alg"]?.string ?? "") ?? .es256)
    }

    subscript(claim: String) -> JSON? { payload[claim] }
}
