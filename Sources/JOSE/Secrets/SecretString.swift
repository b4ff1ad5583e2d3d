/// Text that must not be seen, such as a token, a code or a verifier. It can be read from JSON, never written to it.
public struct SecretString: Hashable, Sendable {
    private let bytes: SecretBytes

    /// Keeps `text`. The given string is an ordinary one: it should be short-lived.
    public init(_ text: String) { bytes = SecretBytes(copying: text.utf8) }

    /// The text itself. Every use of this method is a place where a secret leaves its type.
    public func reveal() -> String { bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }

    /// The text's length in bytes.
    public var count: Int { bytes.count }

    /// SHA-256 of the text, by which it can be told from others without being known.
    public func digest() -> [UInt8] { bytes.withUnsafeBytes { Digest.sha256.hash($0) } }

    /// Compares in a time that depends on the lengths only.
    public static func == (left: SecretString, right: SecretString) -> Bool { left.bytes == right.bytes }

    /// Feeds the digest, not the text.
    public func hash(into hasher: inout Hasher) { hasher.combine(digest()) }
}

extension SecretString: Decodable {
    /// Reads a JSON string.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }
}

extension SecretString: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Says that there is a secret, and nothing about it.
    public var description: String { "‹secret›" }
    /// Says that there is a secret, and nothing about it.
    public var debugDescription: String { description }
    /// Has no children, so that `dump` and reflection-based loggers find nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
