import ATProtoIdentity
import ATProtoSyntax

extension DID {
    static let alice = make("a")
    static let bob = make("b")

    private static func make(_ letter: String) -> DID {
        guard let did = try? DID("did:plc:" + String(repeating: letter, count: 24)) else { preconditionFailure("no DID") }
        return did
    }
}

/// Handles that lead where a test says.
struct FixedHandles: HandleResolver {
    var dids: [String: DID] = ["alice.example.com": .alice, "bob.example.com": .bob]

    func resolve(_ handle: Handle, fresh: Bool) async throws -> DID? { dids[handle.description] }
}
