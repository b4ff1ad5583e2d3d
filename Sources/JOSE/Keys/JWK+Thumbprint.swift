extension JWK {
    /// The key's SHA-256 thumbprint, base64url (RFC 7638): the same for every spelling of the same key.
    public var thumbprint: String { Base64URL.encode(Digest.sha256.hash(canonical)) }

    /// The required members in lexicographic order without white space (RFC 7638 section 3.3): the key as JSON, without its names, as the
    /// header of a DPoP proof carries it (RFC 9449 section 4.2).
    /// Base64url needs no escaping.
    public var canonical: String {
        switch material {
        case .elliptic(let curve, let x, let y):
            #"{"crv":"\#(curve.rawValue)","kty":"EC","x":"\#(Base64URL.encode(x))","y":"\#(Base64URL.encode(y))"}"#
        case .ed25519(let x):
            #"{"crv":"Ed25519","kty":"OKP","x":"\#(Base64URL.encode(x))"}"#
        case .rsa(let modulus, let exponent):
            #"{"e":"\#(Base64URL.encode(exponent))","kty":"RSA","n":"\#(Base64URL.encode(modulus))"}"#
        }
    }
}
