import BrokerAPI
import HTTPTypes

extension Gateway {
    /// So many sessions are looked at for the only account of a user; who has more has several.
    private static let few = 32

    /// Finds out which account a request is for, and judges it.
    /// - Throws: ``GatewayRefusal`` if that cannot be told.
    func admit(_ request: GatewayRequest, _ context: CallContext) async throws -> Admission {
        let context = await gate.seen(context)
        let account = try choice(request, context).account(named: request.account, host: request.host)
        return gate.judge(Self.access(request, account), seen: context)
    }

    private static func access(_ request: GatewayRequest, _ account: String) -> AccessRequest {
        AccessRequest(.fetch, account: account, httpMethod: request.method.rawValue, place: .path(request.target))
    }

    private func choice(_ request: GatewayRequest, _ context: CallContext) -> AccountChoice {
        let (vault, uid) = (accounts.vault, context.caller.uid)
        let candidates = { (records: [SessionRecord]) in records.compactMap { Self.candidate($0, request, context) } }
        return AccountChoice(
            called: { candidates(vault.records(called: $0, uid: uid)) },
            all: {
                let some = vault.records(of: uid, atMost: Self.few)
                let found = candidates(some)
                return some.count < Self.few || Set(found.map(\.did)).count > 1 ? found : candidates(vault.records(of: uid))
            })
    }

    /// A session that may be meant: nil if it is not one of the caller's. Which requests the caller may make is not asked here, or the
    /// same words would mean one account to read from and another to write to.
    private static func candidate(_ record: SessionRecord, _ request: GatewayRequest, _ context: CallContext) -> AccountChoice.Candidate? {
        guard request.registration.map({ $0 == record.key.registration }) ?? true else { return nil }
        let did = record.key.did
        var access = access(request, did)
        access.identify(did: did, handle: record.handle, server: record.pds)
        guard context.policy.givesRequests(access, context.caller) else { return nil }
        return AccountChoice.Candidate(
            did: did, handle: record.handle, isListed: context.maySee(did: did, handle: record.handle))
    }
}
