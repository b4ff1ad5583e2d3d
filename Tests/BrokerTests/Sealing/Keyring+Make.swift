import JOSE

@testable import Broker

extension Keyring {
    /// Keys that consist of one byte each, the current one first.
    static func make(_ bytes: UInt8...) throws -> Keyring {
        try Keyring(SecretBytes(copying: bytes.flatMap { [UInt8](repeating: $0, count: 32) }))
    }
}
