import Crypto
import FoundationEssentials
import Synchronization

/// The accounts of the world, by handle and by DID.
final class Accounts: Sendable {
    private struct State {
        var byDID: [String: Account] = [:]
        var byHandle: [String: String] = [:]
    }

    private let state = Mutex(State())

    /// - Throws: `SandboxError` with code `account`.
    @discardableResult
    func add(_ account: SandboxAccount) throws(SandboxError) -> Account {
        let handle = account.handle.lowercased()
        guard Self.isHandle(handle) else { throw SandboxError(.account, "\"\(account.handle)\" is not a handle, such as dave.test") }
        guard !account.password.isEmpty else { throw SandboxError(.account, "The password of \(handle) is empty") }
        let did = account.did ?? Self.derivedDID(handle)
        guard did.hasPrefix("did:plc:") || did.hasPrefix("did:web:") else {
            throw SandboxError(.account, "\"\(did)\" is neither a did:plc nor a did:web")
        }
        let new = Account(did: did, handle: handle, password: account.password)
        let isNew = state.withLock { state in
            guard state.byHandle[handle] == nil, state.byDID[did] == nil else { return false }
            state.byHandle[handle] = did
            state.byDID[did] = new
            return true
        }
        guard isNew else { throw SandboxError(.account, "The handle \(handle) or the DID \(did) is taken") }
        return new
    }

    /// By handle or DID.
    subscript(identifier: String) -> Account? {
        state.withLock { state in
            state.byDID[identifier] ?? state.byHandle[identifier.lowercased()].flatMap { state.byDID[$0] }
        }
    }

    func signIn(_ identifier: String, password: String) -> Account? {
        let trimmed = identifier.drop { $0 == "@" || $0 == " " }
        guard let account = self[String(trimmed)], account.password == password else { return nil }
        return account
    }

    private static func derivedDID(_ handle: String) -> String {
        "did:plc:" + Base32.encode(SHA256.hash(data: Data("sandbox account \(handle)".utf8)).prefix(15))
    }

    /// The atproto handle grammar: labels of letters, digits and inner hyphens, the last one beginning with a letter.
    private static func isHandle(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, text.utf8.count <= 253, labels.last?.first?.isLetter == true else { return false }
        return labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
        }
    }
}
