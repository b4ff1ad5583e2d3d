import JOSE

/// A key set as others publish it: entries that this library cannot use, or that have no `kid`, are left out rather than refused.
struct LenientJWKSet: Decodable {
    let set: JWKSet

    private enum CodingKeys: String, CodingKey { case keys }

    private struct Entry: Decodable {
        let key: JWK?

        init(from decoder: any Decoder) throws {
            let key = try? JWK(from: decoder)
            self.key = key?.keyID == nil ? nil : key
        }
    }

    init(from decoder: any Decoder) throws {
        let entries = try decoder.container(keyedBy: CodingKeys.self).decode([Entry].self, forKey: .keys)
        set = JWKSet(keys: entries.compactMap(\.key))
    }
}
