import ATProtoOAuth
import BrokerAPI
import Synchronization

/// Tells subscribed connections what happened to the sessions of their user, and to no others.
final class SessionBulletin: Sendable {
    /// Takes a notification; returns at once, whether or not there was room for it.
    typealias Reader = @Sendable (RPCNotification) -> Void

    private struct Subscriber {
        let uid: UInt32
        let reader: Reader
    }

    private let subscribers = Mutex<[UInt64: Subscriber]>([:])

    /// Subscribes connection `id` of `uid`; once more changes nothing.
    func subscribe(_ id: UInt64, uid: UInt32, _ reader: @escaping Reader) {
        subscribers.withLock { $0[id] = Subscriber(uid: uid, reader: reader) }
    }

    func unsubscribe(_ id: UInt64) { subscribers.withLock { $0[id] = nil } }

    func post(_ event: ATProtoOAuth.SessionEvent, _ key: SessionKey, handle: String?) {
        post(uid: key.uid) { Self.told(event, key, handle) }
    }

    /// Tells that the fixed end of a session is near.
    func postExpiring(_ record: SessionRecord) {
        post(uid: record.key.uid) {
            BrokerAPI.SessionEvent(
                kind: .expiring, did: record.key.did, handle: record.handle, registration: record.key.registration,
                endsAt: record.endsAt.map(Timestamp.init))
        }
    }

    private func post(uid: UInt32, _ event: () -> BrokerAPI.SessionEvent) {
        let readers = subscribers.withLock { $0.values.filter { $0.uid == uid }.map(\.reader) }
        guard !readers.isEmpty else { return }
        // Texts and an enumeration always encode.
        let notification = RPCNotification(method: BrokerAPI.SessionEvent.method, params: (try? JSONValue(encoding: event())) ?? [:])
        for reader in readers { reader(notification) }
    }

    private static func told(_ event: ATProtoOAuth.SessionEvent, _ key: SessionKey, _ handle: String?) -> BrokerAPI.SessionEvent {
        let (kind, cause): (BrokerAPI.SessionEvent.Kind, SessionCause?) =
            switch event {
            case .updated, .narrowed: (.updated, nil)
            case .ambiguous(let sub): (.updated, SessionEndCause(TokenRefreshError(sub, .ambiguous)).wire)
            case .deleted(_, let cause as TokenRevokedError): (.deleted, SessionEndCause(cause).wire)
            case .deleted(_, let cause): (.needsLogin, SessionEndCause(cause).wire)
            }
        return BrokerAPI.SessionEvent(kind: kind, did: key.did, handle: handle, registration: key.registration, cause: cause)
    }
}
