/// Who calls, and from where.
struct CallContext: Sendable {
    let caller: Caller
    let connection: ConnectionHandle
}
