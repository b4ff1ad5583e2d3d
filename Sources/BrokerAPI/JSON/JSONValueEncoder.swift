/// Encodes into a `JSONValue`. Containers share a `Storage` node, which is how a nested container writes after its parent returned.
struct JSONValueEncoder: Encoder {
    final class Storage {
        enum Node {
            case value(JSONValue)
            case object([String: Storage])
            case array([Storage])
        }

        var node: Node = .value(.object([:]))

        var value: JSONValue {
            switch node {
            case .value(let value): value
            case .object(let members): .object(members.mapValues(\.value))
            case .array(let elements): .array(elements.map(\.value))
            }
        }
    }

    let storage: Storage
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(storage: Storage = Storage(), codingPath: [any CodingKey]) {
        self.storage = storage
        self.codingPath = codingPath
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if case .object = storage.node {} else { storage.node = .object([:]) }
        return KeyedEncodingContainer(JSONKeyedEncoding<Key>(storage: storage, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .array = storage.node {} else { storage.node = .array([]) }
        return JSONUnkeyedEncoding(storage: storage, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

extension JSONValueEncoder: SingleValueEncodingContainer {
    func encodeNil() { storage.node = .value(.null) }
    func encode(_ value: Bool) { storage.node = .value(.bool(value)) }
    func encode(_ value: String) { storage.node = .value(.string(value)) }
    func encode(_ value: Float) throws { try encode(Double(value)) }
    func encode(_ value: Int) throws { try encodeInteger(value) }
    func encode(_ value: Int8) throws { try encodeInteger(value) }
    func encode(_ value: Int16) throws { try encodeInteger(value) }
    func encode(_ value: Int32) throws { try encodeInteger(value) }
    func encode(_ value: Int64) throws { try encodeInteger(value) }
    func encode(_ value: UInt) throws { try encodeInteger(value) }
    func encode(_ value: UInt8) throws { try encodeInteger(value) }
    func encode(_ value: UInt16) throws { try encodeInteger(value) }
    func encode(_ value: UInt32) throws { try encodeInteger(value) }
    func encode(_ value: UInt64) throws { try encodeInteger(value) }

    func encode(_ value: Double) throws {
        guard value.isFinite else { throw invalid(value) }
        storage.node = .value(.double(value))
    }

    func encode<T: Encodable>(_ value: T) throws {
        if let value = value as? JSONValue {
            storage.node = .value(value)
        } else {
            try value.encode(to: self)
        }
    }

    private func encodeInteger(_ value: some FixedWidthInteger) throws {
        guard let exact = Int64(exactly: value) else { throw invalid(value) }
        storage.node = .value(.int(exact))
    }

    private func invalid(_ value: Any) -> EncodingError {
        .invalidValue(value, .init(codingPath: codingPath, debugDescription: "JSON cannot carry this number"))
    }
}
