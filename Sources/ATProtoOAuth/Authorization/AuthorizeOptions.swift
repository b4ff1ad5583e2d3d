import ATProtoSyntax
import FoundationEssentials
import JOSE

/// What a login may ask for beyond the account. Nothing here is sent before it has been checked.
public struct AuthorizeOptions: Sendable, Hashable {
    /// The application's own state; the callback returns it. It never leaves this machine.
    public var state: String?
    /// One of the registered redirect URIs, or a registered loopback URI with any port; nil for the first registered one.
    public var redirectURI: String?
    /// Scope values separated by spaces, each among those of the client metadata; nil for all of them.
    public var scope: String?
    /// What the page should ask of the user. Of a server that lists what it offers, ``Prompt/create`` is left out and
    /// ``Prompt/selectAccount`` becomes ``Prompt/login`` if it is not in the list; any other prompt is refused then.
    public var prompt: Prompt?
    /// How the page should present itself.
    public var display: Display?
    /// Languages for the page, best first, as RFC 5646 tags separated by spaces: `fr-CA fr en`.
    public var uiLocales: String?
    /// The longest time since the user last signed in, in seconds; 0 demands a new sign-in.
    public var maxAge: Int?
    /// A value to bind an ID token to; atproto servers issue none, but pass it on.
    public var nonce: String?
    /// `claims`, as JSON text (OpenID Connect Core section 5.5).
    public var claims: String?
    /// An ID token that hints at the user.
    public var idTokenHint: String?
    /// `authorization_details`, as JSON text (RFC 9396).
    public var authorizationDetails: String?
    /// `dpop_jkt`: the thumbprint of the key that the tokens will be bound to (RFC 9449 section 10), where the application's own
    /// `createKey` makes it. Nobody needs to give it: it is sent by itself where nothing else binds the code to the key.
    public var dpopJKT: String?
    /// Whether the account and its servers are looked up with all caches passed by.
    public var fresh: Bool

    /// Options, all optional.
    public init(
        state: String? = nil, redirectURI: String? = nil, scope: String? = nil, prompt: Prompt? = nil, display: Display? = nil,
        uiLocales: String? = nil, maxAge: Int? = nil, nonce: String? = nil, claims: String? = nil, idTokenHint: String? = nil,
        authorizationDetails: String? = nil, dpopJKT: String? = nil, fresh: Bool = false
    ) {
        self.state = state
        self.redirectURI = redirectURI
        self.scope = scope
        self.prompt = prompt
        self.display = display
        self.uiLocales = uiLocales
        self.maxAge = maxAge
        self.nonce = nonce
        self.claims = claims
        self.idTokenHint = idTokenHint
        self.authorizationDetails = authorizationDetails
        self.dpopJKT = dpopJKT
        self.fresh = fresh
    }

    /// The longest application state, in bytes.
    static let maximumStateLength = 4096

    /// Holds the options against their own rules and the client's metadata.
    /// - Throws: ``InvalidOptionError`` naming the option.
    func validate(_ metadata: ClientMetadata) throws(InvalidOptionError) {
        if let state, state.utf8.count > Self.maximumStateLength {
            throw InvalidOptionError("state", "has at most \(Self.maximumStateLength) bytes")
        }
        if let maxAge, maxAge < 0 { throw InvalidOptionError("max_age", "is a number of seconds, 0 or more") }
        try Self.validate(scope: scope ?? metadata.scope, metadata.scope)
        if let dpopJKT, (try? Base64URL.decode(dpopJKT))?.count != 32 {
            throw InvalidOptionError("dpop_jkt", "is a SHA-256 thumbprint in base64url, 43 characters (RFC 9449 section 10)")
        }
        if let uiLocales, !Self.isLanguageList(uiLocales) {
            throw InvalidOptionError("ui_locales", "is a list of language tags separated by single spaces, such as fr-CA fr en")
        }
        for (name, json) in [("claims", claims), ("authorization_details", authorizationDetails)] {
            guard let json else { continue }
            let first = json.utf8.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
            let opening = name == "claims" ? UInt8(ascii: "{") : UInt8(ascii: "[")
            guard first == opening, (try? JSONDecoder().decode(AnyJSON.self, from: Data(json.utf8))) != nil else {
                throw InvalidOptionError(name, name == "claims" ? "is a JSON object" : "is a JSON array")
            }
        }
    }

    /// Makes sure that a login whose code is bound to a key is made with that key; no token could be had with another.
    func validate(_ key: PrivateKey) throws(InvalidOptionError) {
        guard dpopJKT == nil || dpopJKT == key.publicKey.thumbprint else {
            throw InvalidOptionError("dpop_jkt", "is not the thumbprint of the key that createKey made; leave it out")
        }
    }

    /// Only checks that a text is JSON.
    private struct AnyJSON: Decodable { init(from decoder: any Decoder) {} }

    private static func validate(scope: String, _ registered: String) throws(InvalidOptionError) {
        guard let values = ClientMetadata.scopeValues(scope) else {
            throw InvalidOptionError("scope", "is made of values separated by single spaces")
        }
        guard values.contains("atproto") else { throw InvalidOptionError("scope", "must contain atproto") }
        let parsed: Scope
        do { parsed = try Scope(scope) } catch { throw InvalidOptionError("scope", error.description) }
        if let bad = parsed.malformedValues.first {
            throw InvalidOptionError("scope", "\(bad) breaks the rules of its kind; servers would drop it in silence")
        }
        // Servers compare the text of each value with the client's metadata, so a clever equivalent would be refused.
        let known = Set(ClientMetadata.scopeValues(registered) ?? [])
        if let other = values.first(where: { !known.contains($0) }) {
            throw InvalidOptionError("scope", "\(other) is not in the client's metadata; add it there or leave it out")
        }
    }

    private static func isLanguageList(_ text: String) -> Bool {
        text.split(separator: " ", omittingEmptySubsequences: false).allSatisfy { tag in
            tag.split(separator: "-", omittingEmptySubsequences: false).enumerated().allSatisfy { index, part in
                (1...8).contains(part.utf8.count) && part.utf8.allSatisfy { isAlphanumeric($0) && (index > 0 || $0 > 0x40) }
            }
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
    }

    /// The options as request parameters (RFC 6749 section 4.1.1, OpenID Connect Core section 3.1.2.1).
    var parameters: [(name: String, value: String)] {
        [
            ("prompt", prompt?.rawValue), ("display", display?.rawValue), ("ui_locales", uiLocales), ("max_age", maxAge.map(String.init)),
            ("nonce", nonce), ("claims", claims), ("id_token_hint", idTokenHint), ("authorization_details", authorizationDetails),
            ("dpop_jkt", dpopJKT),
        ].compactMap { name, value in value.map { (name, $0) } }
    }
}
