import FoundationEssentials
import JOSE

@testable import Broker

extension LoginRecord {
    static func make(uid: UInt32 = 1000, nonce: String = "n-1", expiresAt: TimeInterval = 1_800_003_600) -> LoginRecord {
        LoginRecord(
            uid: uid, registration: "default", nonce: nonce, createdAt: Date(timeIntervalSince1970: 1_800_000_000),
            expiresAt: Date(timeIntervalSince1970: expiresAt), payload: SecretBytes(copying: Array("the verifier".utf8)))
    }
}
