import Synchronization

/// The cookies of one origin: a scripted browser visits one authorization server.
final class CookieJar: Sendable {
    private let cookies = Mutex<[String: String]>([:])

    func keep(_ header: String) {
        let pair = header.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard pair.count == 2 else { return }
        cookies.withLock { $0[String(pair[0])] = String(pair[1]) }
    }

    var header: String? {
        let pairs = cookies.withLock { $0 }.map { "\($0.key)=\($0.value)" }.sorted()
        return pairs.isEmpty ? nil : pairs.joined(separator: "; ")
    }
}
