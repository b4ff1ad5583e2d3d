import ATProtoSyntax
import BrokerAPI
import FoundationEssentials
import Glibc

extension AuditEntry {
    /// The entry of a call, without its place in the chain.
    init(_ call: AuditedCall, at time: Date, count: Int = 1) {
        let target = call.target
        self.init(
            sequence: 0, time: Timestamp(time), peer: Peer(call.caller), method: call.method, account: call.account, origin: target?.origin,
            nsid: target?.nsid?.description, decision: call.denial == nil ? "allowed" : "denied", reason: call.denial, hash: "")
        owner = call.owner
        httpMethod = call.httpMethod
        error = call.error
        self.count = count == 1 ? nil : count
    }

    /// The entry that stands for calls which there was no room for.
    init(lost: Int, at time: Date) {
        self.init(
            sequence: 0, time: Timestamp(time), peer: Peer(uid: geteuid(), gid: getegid(), pid: getpid()), method: "admin.audit",
            decision: "denied", reason: "these calls could not be written down; the log says why", hash: "")
        count = lost
    }
}

extension Peer {
    init(_ caller: Caller) { self.init(uid: caller.uid, gid: caller.gid, pid: caller.pid, unit: caller.unit, app: caller.app) }
}

extension AuditedCall {
    fileprivate var target: WireTarget? {
        switch place {
        case .url(let url): (try? HTTPURL(url)).map(WireTarget.init)
        case .path(let path): server.flatMap { try? HTTPURL($0).resolving(pathAndQuery: path) }.map(WireTarget.init)
        case nil: nil
        }
    }
}
