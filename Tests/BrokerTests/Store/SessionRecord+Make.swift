import BrokerAPI
import FoundationEssentials
import JOSE

@testable import Broker

extension SessionKey {
    static func make(uid: UInt32 = 1000, registration: String = "default", did: String = "did:web:alice.example") -> SessionKey {
        SessionKey(uid: uid, registration: registration, did: did)
    }
}

extension SessionRecord {
    static func make(_ key: SessionKey = .make(), secret: String? = "the refresh token") -> SessionRecord {
        let begin = Date(timeIntervalSince1970: 1_800_000_000)
        return SessionRecord(
            key: key, handle: "alice.example", pds: "https://pds.example", issuer: "https://as.example", scope: "atproto", state: .active,
            cause: nil, expiresAt: begin + 300, endsAt: begin + 1_209_600, createdAt: begin, updatedAt: begin + 5,
            payload: secret.map { SecretBytes(copying: Array($0.utf8)) })
    }
}
