import ATProtoIdentity
import ATProtoSyntax
import Synchronization

/// Answers TXT questions as the test says.
struct ScriptedTXTResolver: TXTResolver {
    let script: @Sendable (String) async throws -> [String]

    init(_ records: String...) { script = { _ in records } }
    init(_ script: @escaping @Sendable (String) async throws -> [String]) { self.script = script }

    func records(at name: String) async throws -> [String] { try await script(name) }
}

/// Resolves handles as the test says, and counts; it does not implement `lookUp`.
final class ScriptedHandleResolver: HandleResolver {
    private let script: @Sendable (Handle, Bool) async throws -> DID?
    private let log = Mutex<[Handle]>([])

    var asked: [Handle] { log.withLock { $0 } }

    init(_ script: @escaping @Sendable (Handle, Bool) async throws -> DID?) { self.script = script }

    func resolve(_ handle: Handle, fresh: Bool) async throws -> DID? {
        log.withLock { $0.append(handle) }
        return try await script(handle, fresh)
    }
}

/// Resolves DIDs as the test says, and counts.
final class ScriptedDIDResolver: DIDResolver {
    private let script: @Sendable (DID, Bool) throws(IdentityError) -> DIDDocument
    private let log = Mutex<[DID]>([])

    var asked: [DID] { log.withLock { $0 } }

    init(_ script: @escaping @Sendable (DID, Bool) throws(IdentityError) -> DIDDocument) { self.script = script }

    func resolve(_ did: DID, fresh: Bool) async throws(IdentityError) -> DIDDocument {
        log.withLock { $0.append(did) }
        return try script(did, fresh)
    }
}

extension DID {
    static func make(_ letter: Character = "a") throws -> DID { try DID("did:plc:" + String(repeating: letter, count: 24)) }
}

extension Handle {
    static func make(_ name: String = "alice.net") throws -> Handle { try Handle(name) }
}
