/// Why a key, a signature or a sealed value was refused.
public struct JOSEError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What a caller may branch on.
    public enum Code: String, Sendable {
        /// Text that is not what it claims to be: base64url, JSON, PEM.
        case malformed
        /// A key that is well-formed but breaks a rule of RFC 7517 or RFC 7518.
        case invalidKey
        /// A curve, key type or algorithm that this library does not implement.
        case unsupported
        /// A key and an algorithm that do not belong together.
        case algorithmMismatch
        /// A signature or an authentication tag that does not verify.
        case verificationFailed
        /// libcrypto failed where it should not have.
        case cryptography
    }

    /// What a caller may branch on.
    public let code: Code
    /// For people: the member, the rule, the remedy. Never holds key material.
    public let reason: String

    init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The code and the reason.
    public var description: String { "\(code.rawValue): \(reason)" }
}
