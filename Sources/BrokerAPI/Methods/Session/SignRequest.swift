/// `session.signRequest`: a DPoP proof for one HTTP request, and the token that goes with it (RFC 9449).
public enum SignRequest: BrokerMethod {
    /// Which request, and what was wrong with the last pair.
    public struct Params: Codable, Sendable, Equatable {
        /// A DID or a handle.
        public var account: String
        /// The HTTP method, in capitals.
        public var method: String
        /// The URL as it goes on the wire; query and fragment do not enter the proof.
        public var url: String
        /// What the server rejected, or the nonce it sent along.
        public var rejected: RejectedSignature?
        /// The OAuth client that the session belongs to; nil for whichever has one that works, the default first.
        public var registration: String?

        /// A request to sign.
        public init(
            account: String, method: String, url: String, rejected: RejectedSignature? = nil, registration: String? = nil
        ) {
            self.account = account
            self.method = method
            self.url = url
            self.rejected = rejected
            self.registration = registration
        }
    }

    /// The headers to send.
    public struct Result: Codable, Sendable, Equatable {
        /// The pair, for this one request.
        public var headers: SignedHeaders
        /// Names the token, so that its rejection can be reported without repeating it.
        public var tokenId: String
        /// When the token expires, if the server said.
        public var expiresAt: Timestamp?

        /// A signature.
        public init(headers: SignedHeaders, tokenId: String, expiresAt: Timestamp? = nil) {
            self.headers = headers
            self.tokenId = tokenId
            self.expiresAt = expiresAt
        }
    }

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "session.signRequest",
        summary: "Make the authorization and dpop headers of one HTTP request.",
        params: .object(
            "a request to sign",
            .required("account", .account),
            .required("method", .string("the HTTP method in capitals", format: .httpMethod, length: 1...32, examples: ["GET"])),
            .required(
                "url",
                .string("the URL as it goes on the wire", format: .uri, length: 1...8192, examples: ["https://pds.example.com/xrpc/x.y.z"])),
            .optional("rejected", RejectedSignature.schema),
            .optional("registration", .sessionRegistration)),
        result: .object(
            "the headers to send",
            .required("headers", SignedHeaders.schema),
            .required("tokenId", .string("names the access token", length: 1...128)),
            .optional("expiresAt", .tokenExpiry)),
        errors: .needingSession + [.insecureURL],
        isRepeatable: true)
}
