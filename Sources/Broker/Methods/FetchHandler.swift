import ATProtoIdentity
import ATProtoOAuth
import BrokerAPI
import FoundationEssentials
import HTTPTypes

/// `session.fetch`: the daemon makes the request itself, and no token leaves it.
struct FetchHandler: MethodHandler {
    typealias Method = BrokerAPI.FetchResource

    /// Fields that belong to a connection, to the transport, or to the signature (RFC 9110 section 7.6.1).
    private static let ownFields: Set<String> = [
        "authorization", "connection", "content-length", "dpop", "expect", "host", "keep-alive", "proxy-authorization", "te", "trailer",
        "transfer-encoding", "upgrade",
    ]

    let accounts: Accounts
    let limits: TransferLimits
    let headerBytes: Int
    let memory: BodyMemory

    func handle(_ params: FetchResource.Params, _ context: CallContext) async throws -> FetchResource.Result {
        do {
            return try await explaining { try await fetch(params, context) }
        } catch {
            // There is no body for whoever gets an error, read or not.
            context.debts.settle()
            throw error
        }
    }

    private func fetch(_ params: FetchResource.Params, _ context: CallContext) async throws -> FetchResource.Result {
        let (session, _) = try accounts.session(params.account, uid: context.caller.uid, registration: params.registration)
        let body = try Self.body(params)
        try memory.hold(body?.count ?? 0, context)
        let method = try HTTPRequest.Method(parameter: params.method ?? (body == nil ? "GET" : "POST"))
        let response = try await session.fetchHandler(
            params.path, method: method, headers: try headers(params.headers ?? [:]), body: body.map { .bytes($0) } ?? .none,
            limits: limits)
        return Self.result(response, try await memory.collect(response.body, upTo: limits.maxBodyBytes, context))
    }

    private static func body(_ params: FetchResource.Params) throws -> [UInt8]? {
        switch (params.body, params.bodyBase64) {
        case (nil, nil): return nil
        case (let text?, nil): return Array(text.utf8)
        case (nil, let base64?):
            if let data = Data(base64Encoded: base64) { return Array(data) }
            throw RPCError.invalidParams([
                SchemaViolation(field: "params.bodyBase64", rule: "is base64 (RFC 4648 section 4)", remedy: "encode the body again")
            ])
        case (_?, _?):
            throw RPCError.invalidParams([
                SchemaViolation(field: "params.body", rule: "excludes bodyBase64", remedy: "give one of the two")
            ])
        }
    }

    private func headers(_ given: [String: String]) throws -> HTTPFields {
        guard given.reduce(0, { $0 + $1.key.utf8.count + $1.value.utf8.count }) <= headerBytes else {
            throw RPCError(
                .tooLarge, "the header fields have more than \(headerBytes) bytes (server.fetch_header_bytes)",
                details: ["limit": .int(Int64(headerBytes))])
        }
        var fields = HTTPFields()
        for (name, value) in given {
            guard let field = HTTPField.Name(name) else {
                throw RPCError.invalidParams([
                    SchemaViolation(field: "params.headers", rule: "\(name) is no field name", remedy: "use names such as accept")
                ])
            }
            guard HTTPField.isValidValue(value) else {
                throw RPCError.invalidParams([
                    SchemaViolation(
                        field: "params.headers", rule: "\(name) has a value with a line break or a NUL", remedy: "leave them out")
                ])
            }
            if !Self.ownFields.contains(field.canonicalName) { fields.append(HTTPField(name: field, value: value)) }
        }
        return fields
    }

    private static func result(_ response: IncomingResponse, _ bytes: [UInt8]) -> FetchResource.Result {
        var headers: [String: String] = [:]
        // The nonce is the daemon's business, and repeated fields are joined as RFC 9110 section 5.3 says.
        for field in response.headers where field.name.canonicalName != "dpop-nonce" {
            headers[field.name.canonicalName] = headers[field.name.canonicalName].map { "\($0), \(field.value)" } ?? field.value
        }
        let text = String(validating: bytes, as: UTF8.self)
        return FetchResource.Result(
            status: response.status.code, headers: headers, body: text,
            bodyBase64: text == nil ? Data(bytes).base64EncodedString() : nil)
    }
}
