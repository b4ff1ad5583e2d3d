import JOSE

/// A key set as others publish it: entries that this library cannot use, that have no `kid`, or that give a private key away, are
/// left out rather than refused.
struct LenientJWKSet: Decodable {
    let set: JWKSet

    private enum CodingKeys: String, CodingKey { case keys }

    private enum PrivateMembers: String, CodingKey { case d, k }

    private struct Entry: Decodable {
        let key: JWK?

        init(from decoder: any Decoder) throws {
            let key = try? JWK(from: decoder)
            let isPrivate = try !decoder.container(keyedBy: PrivateMembers.self).allKeys.isEmpty
            self.key = key?.keyID == nil || isPrivate ? nil : key
        }
    }

    init(from decoder: any Decoder) throws {
        let entries = try decoder.container(keyedBy: CodingKeys.self).decode([Entry].self, forKey: .keys)
        set = JWKSet(keys: entries.compactMap(\.key))
    }
}
