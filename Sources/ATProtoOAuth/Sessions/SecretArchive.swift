import FoundationEssentials
import JOSE

/// JSON that lives in cleared memory on both sides of the coder.
enum SecretArchive {
    static func encode(_ value: some Encodable) throws -> SecretBytes {
        var json = try JSONEncoder().encode(value)
        defer { json.resetBytes(in: 0..<json.count) }
        return SecretBytes(copying: json)
    }

    static func decode<Value: Decodable>(_ type: Value.Type, _ archive: SecretBytes) throws -> Value {
        var json = archive.withUnsafeBytes { Data($0) }
        defer { json.resetBytes(in: 0..<json.count) }
        return try JSONDecoder().decode(type, from: json)
    }
}
