import Foundation
import JOSE

extension JWK {
    /// A public key from its JSON.
    static func make(_ json: String) throws -> JWK { try JSONDecoder().decode(JWK.self, from: Data(json.utf8)) }

    private struct Member: Decodable {
        init(from decoder: any Decoder) {}
    }

    /// The names of the members of the key's JSON.
    var memberNames: Set<String> {
        get throws { Set(try JSONDecoder().decode([String: Member].self, from: JSONEncoder().encode(self)).keys) }
    }
}
