import ATProtoOAuth
import ATProtoSyntax
import FoundationEssentials

extension Accounts: MaintainedSessions {
    func records(where isChosen: (SessionRecord, _ usedAt: Date?) -> Bool) -> [SessionRecord] { vault.records(where: isChosen) }

    func record(_ key: SessionKey) -> SessionRecord? { vault.record(key) }

    func refresh(_ key: SessionKey) async throws {
        let client = try client(Tenant(uid: key.uid, registration: key.registration))
        _ = try await client.session(of: DID(key.did)).getTokenInfo(.always)
    }

    func announceEnd(of record: SessionRecord) { events.postExpiring(record) }
}
