/// Who may use a file, in the octal digits of `chmod`.
public struct FileMode: Hashable, Sendable, ConfigurationValue {
    /// The permission bits.
    public let bits: UInt32

    static var rule: String { "three or four octal digits in quotes, such as \"0660\"" }

    init?(_ node: TOMLNode) {
        guard case .string(let text) = node, (3...4).contains(text.count), let bits = UInt32(text, radix: 8), bits <= 0o777 else {
            return nil
        }
        self.bits = bits
    }
}
