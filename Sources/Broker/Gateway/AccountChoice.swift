import ATProtoSyntax
import BrokerAPI
import NIOHTTP1

/// Which account a request is for: the one that it names, else the one whose handle is its host, else the only one there is.
struct AccountChoice {
    /// An account of the caller's.
    struct Candidate: Hashable {
        let did: String
        let handle: String?
        /// Whether the caller may be told of it.
        var isListed = true
    }

    /// So many accounts are told to whoever has to name one.
    private static let mostListed = 20

    /// The caller's accounts of that name.
    let called: (String) -> [Candidate]
    /// All of the caller's accounts, with sessions that have ended: that one of two has ended does not make the other one meant.
    let all: () -> [Candidate]

    /// What the account is called.
    /// - Throws: ``GatewayRefusal`` if none can be told.
    func account(named name: String?, host: String) throws(GatewayRefusal) -> String {
        if let name { return name }
        if let handle = try? Handle(host) {
            // A handle moves from one account to another while sessions keep what they knew.
            let candidates = called(handle.description)
            guard Set(candidates.map(\.did)).count <= 1 else { throw Self.ambiguous(candidates.filter(\.isListed)) }
            if let candidate = candidates.first { return candidate.did }
        }
        let candidates = Dictionary(all().map { ($0.did, $0) }) { first, _ in first }
        guard let only = candidates.values.first else {
            throw GatewayRefusal(.unauthorized, .noSession, "no account is signed in; sign in with: atoauthctl login HANDLE")
        }
        guard candidates.count == 1 else { throw Self.ambiguous(candidates.values.filter(\.isListed)) }
        return only.did
    }

    private static func ambiguous(_ candidates: [Candidate]) -> GatewayRefusal {
        let holders = Dictionary(grouping: candidates) { $0.handle }
        let names = candidates.map { own in own.handle.flatMap { holders[$0]?.count == 1 ? $0 : nil } ?? own.did }.sorted()
        let list = names.prefix(mostListed).joined(separator: ", ") + (names.count > mostListed ? ", …" : "")
        return GatewayRefusal(
            .badRequest, .invalidParams,
            "you have several accounts: name one in the header field \(GatewayRequest.accountField), or in Host"
                + (list.isEmpty ? "" : "; yours are \(list)"))
    }
}
