/// A user of this machine, by name or number.
struct UserName: Hashable, Sendable, ConfigurationValue {
    static var rule: String { "the name or the number of a user of this machine" }

    let uid: UInt32

    init?(_ node: TOMLNode) {
        switch node {
        case .integer(let number): uid = UInt32(exactly: number) ?? .max
        case .string(let name): uid = UserDatabase.uid(of: name) ?? .max
        default: return nil
        }
        // (uid_t) -1 is no user but the kernel's word for none.
        guard uid != .max else { return nil }
    }
}
