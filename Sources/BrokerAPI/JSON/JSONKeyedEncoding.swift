/// The members of an object, from an `Encodable`.
struct JSONKeyedEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let storage: JSONValueEncoder.Storage
    let codingPath: [any CodingKey]

    func encodeNil(forKey key: Key) throws { encoder(key.stringValue, key).encodeNil() }

    func encode<T: Encodable>(_ value: T, forKey key: Key) throws { try encoder(key.stringValue, key).encode(value) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
        encoder(key.stringValue, key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { encoder(key.stringValue, key).unkeyedContainer() }

    func superEncoder() -> any Encoder { encoder("super", JSONKey(stringValue: "super")) }

    func superEncoder(forKey key: Key) -> any Encoder { encoder(key.stringValue, key) }

    private func encoder(_ name: String, _ key: any CodingKey) -> JSONValueEncoder {
        let member = JSONValueEncoder.Storage()
        if case .object(var members) = storage.node {
            // Released first, so that the dictionary is changed in place instead of copied for every member.
            storage.node = .value(.null)
            members[name] = member
            storage.node = .object(members)
        }
        return JSONValueEncoder(storage: member, codingPath: codingPath + [key])
    }
}
