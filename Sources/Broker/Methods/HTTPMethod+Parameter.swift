import BrokerAPI
import HTTPTypes

extension HTTPRequest.Method {
    /// The method that a caller named in the parameter `method`.
    /// - Throws: `RPCError` for what is no token (RFC 9110 section 9.1).
    init(parameter text: String) throws(RPCError) {
        guard let method = HTTPRequest.Method(text) else {
            throw RPCError.invalidParams([
                SchemaViolation(field: "params.method", rule: "is an HTTP method", remedy: "use GET, POST or the like")
            ])
        }
        self = method
    }
}
