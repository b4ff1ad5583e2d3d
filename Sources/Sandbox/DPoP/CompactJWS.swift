/// A JWS in compact serialization (RFC 7515 §7.1), taken apart but not yet believed.
struct CompactJWS: Sendable {
    /// Twice what an RSA-4096 proof needs.
    static let maximumLength = 8192

    let header: JSON
    let payload: JSON
    let signature: [UInt8]
    let signingInput: [UInt8]

    /// Nil if it is not three parts of base64url, two of them JSON objects.
    init?(_ text: String) {
        guard text.utf8.count <= Self.maximumLength else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let signature = Base64URL.decode(parts[2]),
            let header = Self.object(parts[0]), let payload = Self.object(parts[1])
        else { return nil }
        self.header = header
        self.payload = payload
        self.signature = signature
        signingInput = Array("\(parts[0]).\(parts[1])".utf8)
    }

    /// Nil for `none` and for every algorithm not verified here.
    var algorithm: SigningAlgorithm? {
        header["alg"]?.string.flatMap(SigningAlgorithm.init)
    }

    func isSigned(by key: VerificationKey) -> Bool {
        guard let algorithm else { return false }
        return key.verifies(signature, over: signingInput, algorithm)
    }

    private static func object(_ part: Substring) -> JSON? {
        guard let bytes = Base64URL.decode(part), let value = try? JSON(parsing: bytes), value.object != nil else { return nil }
        return value
    }
}
