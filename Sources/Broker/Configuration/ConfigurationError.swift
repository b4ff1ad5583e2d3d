/// A configuration that is refused, with the place, the rule and the remedy.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file.
    public let file: String
    /// The line, counted from 1, if it is known.
    public let line: Int?
    /// The key with its tables, as in `network.allow_http`; nil if the file as a whole is at fault.
    public let key: String?
    /// What is wrong, and what would be right.
    public let rule: String

    /// `atoauthd.toml:12: network.allow_http must be never, loopback or always`.
    public var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return "\(place): " + (key.map { "\($0) " } ?? "") + rule
    }
}
