import ATProtoOAuth
import FoundationEssentials

/// The sessions in memory, found by their key or by what callers call them. The cost of a look-up does not grow with their number.
struct SessionTable {
    struct Entry {
        var record: SessionRecord
        var session: Session?
        /// When somebody used the session last; nil if nobody did since the daemon started.
        var usedAt: Date?
    }

    /// What callers call a session: a DID, or a handle in small letters. Users have names of their own, so that nobody's accounts
    /// show through another's.
    private struct Name: Hashable {
        let uid: UInt32
        let text: String
    }

    private var entries: [SessionKey: Entry]
    private var names: [Name: [SessionKey]] = [:]
    private var keys: [UInt32: Set<SessionKey>] = [:]
    private var unsealed: Set<SessionKey> = []
    private let unsealedAtMost: Int

    /// A table of sessions whose secrets are still sealed.
    /// - Parameter unsealedAtMost: how many may have their secrets in memory; those that nobody used for longest let go of them.
    init(_ records: [SessionRecord], unsealedAtMost: Int) {
        self.unsealedAtMost = unsealedAtMost
        entries = Dictionary(uniqueKeysWithValues: records.map { ($0.key, Entry(record: $0)) })
        names.reserveCapacity(2 * records.count)
        for record in records {
            keys[record.key.uid, default: []].insert(record.key)
            for name in Self.names(of: record) { names[name, default: []].append(record.key) }
        }
    }

    var count: Int { entries.count }
    var records: some Sequence<SessionRecord> { entries.values.lazy.map(\.record) }
    var all: some Sequence<Entry> { entries.values }

    /// Sessions of one user, no more than `most`.
    func records(of uid: UInt32, atMost most: Int = .max) -> [SessionRecord] {
        keys[uid]?.prefix(most).compactMap { entries[$0]?.record } ?? []
    }

    /// What is called `text` among the sessions of `uid`. The same account may be signed in through several registrations.
    func find(_ text: String, uid: UInt32) -> [SessionRecord] {
        names[Name(uid: uid, text: text)]?.compactMap { entries[$0]?.record } ?? []
    }

    /// One session. Its names follow when it changes.
    subscript(key: SessionKey) -> Entry? {
        get { entries[key] }
        set {
            if entries[key]?.record.handle != newValue?.record.handle || entries[key] == nil || newValue == nil {
                entries[key].map { forgetNames(of: $0.record) }
                for name in newValue.map({ Self.names(of: $0.record) }) ?? [] { names[name, default: []].append(key) }
            }
            if newValue == nil { forget(key) } else { keys[key.uid, default: []].insert(key) }
            entries[key] = newValue
            if newValue?.session == nil { unsealed.remove(key) } else { unsealed.insert(key) }
            if unsealed.count > unsealedAtMost { sealSome(but: key) }
        }
    }

    /// Notes that somebody uses the session now.
    mutating func use(_ key: SessionKey, at now: Date) { entries[key]?.usedAt = now }

    /// A quarter of them at a time, so that looking for the oldest is rare.
    private mutating func sealSome(but kept: SessionKey) {
        let byUse = unsealed.subtracting([kept]).map { ($0, entries[$0]?.usedAt ?? .distantPast) }.sorted { $0.1 < $1.1 }
        for (key, _) in byUse.prefix(max(1, unsealedAtMost / 4)) {
            entries[key]?.session = nil
            unsealed.remove(key)
        }
    }

    private mutating func forget(_ key: SessionKey) {
        keys[key.uid]?.remove(key)
        if keys[key.uid]?.isEmpty == true { keys[key.uid] = nil }
    }

    private mutating func forgetNames(of record: SessionRecord) {
        for name in Self.names(of: record) {
            names[name]?.removeAll { $0 == record.key }
            if names[name]?.isEmpty == true { names[name] = nil }
        }
    }

    private static func names(of record: SessionRecord) -> [Name] {
        [record.key.did, record.handle].compactMap(\.self).map { Name(uid: record.key.uid, text: $0) }
    }
}
