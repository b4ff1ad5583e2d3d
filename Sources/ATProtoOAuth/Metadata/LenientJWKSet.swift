import JOSE

/// A key set as others publish it: entries that this library cannot use, that have no `kid`, that are revoked, or that give a private key
/// away, are left out rather than refused.
struct LenientJWKSet: Decodable {
    let set: JWKSet

    private enum CodingKeys: String, CodingKey { case keys }

    /// Members of which one alone makes an entry useless. `revoked` is of OpenID Federation 1.0 section 8.7.
    private enum SpoilingMembers: String, CodingKey { case d, k, revoked }

    private struct Entry: Decodable {
        let key: JWK?

        init(from decoder: any Decoder) throws {
            let spoiling = try? decoder.container(keyedBy: SpoilingMembers.self).allKeys
            let key = spoiling?.isEmpty == true ? try? JWK(from: decoder) : nil
            self.key = key?.keyID == nil ? nil : key
        }
    }

    init(from decoder: any Decoder) throws {
        let entries = try decoder.container(keyedBy: CodingKeys.self).decode([Entry].self, forKey: .keys)
        set = JWKSet(keys: entries.compactMap(\.key))
    }
}
