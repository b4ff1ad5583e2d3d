/// The elements of a list, from an `Encodable`.
struct JSONUnkeyedEncoding: UnkeyedEncodingContainer {
    let storage: JSONValueEncoder.Storage
    let codingPath: [any CodingKey]
    private(set) var count = 0

    init(storage: JSONValueEncoder.Storage, codingPath: [any CodingKey]) {
        self.storage = storage
        self.codingPath = codingPath
    }

    mutating func encodeNil() throws { next().encodeNil() }

    mutating func encode<T: Encodable>(_ value: T) throws { try next().encode(value) }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        next().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { next().unkeyedContainer() }

    mutating func superEncoder() -> any Encoder { next() }

    private mutating func next() -> JSONValueEncoder {
        let element = JSONValueEncoder.Storage()
        if case .array(var elements) = storage.node {
            // Released first, so that the array grows in place.
            storage.node = .value(.null)
            elements.append(element)
            storage.node = .array(elements)
        }
        defer { count += 1 }
        return JSONValueEncoder(storage: element, codingPath: codingPath + [JSONKey(intValue: count)])
    }
}
