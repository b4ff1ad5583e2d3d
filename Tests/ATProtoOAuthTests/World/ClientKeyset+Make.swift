import ATProtoOAuth
import JOSE

extension ClientKeyset {
    static func make(_ ids: String...) throws -> ClientKeyset {
        try ClientKeyset(ids.map { ClientKey(try .generate(.es256, keyID: $0)) })
    }
}
