@testable import Broker

extension AuditedCall {
    static func make(
        _ method: String = "session.signRequest", uid: UInt32 = 1000, account: String? = "did:web:alice.example",
        place: AccessRequest.Place = .url("https://pds.example/xrpc/app.bsky.feed.getTimeline?secret=1")
    ) -> AuditedCall {
        AuditedCall(caller: .make(uid: uid), method: method, account: account, place: place, denial: nil, error: nil)
    }
}
