import Foundation
import JOSE
import Testing

@Suite struct SecretTests {
    private let word = "correct-horse-battery-staple"

    private func dumped(_ value: Any) -> String {
        var text = ""
        dump(value, to: &text)
        return text
    }

    @Test func `no way of printing shows a secret`() throws {
        struct Holder {
            let text: SecretString
            let bytes: SecretBytes
            let key: PrivateKey
        }
        let key = try PrivateKey.generate(.es256)
        let holder = Holder(text: SecretString(word), bytes: SecretBytes(copying: word.utf8), key: key)
        let number = try key.exportJWK().withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
            .split(separator: "\"d\":\"")[1].prefix { $0 != "\"" }
        for value in [holder, holder.text, holder.bytes, holder.key, [holder.text], Optional(holder.bytes) as Any] as [Any] {
            for text in [dumped(value), "\(value)", String(describing: value), String(reflecting: value)] {
                #expect(!text.contains(word))
                #expect(!text.contains(number))
                #expect(!text.contains("99, 111, 114"))
            }
        }
        #expect("\(holder.text)" == "‹secret›")
        #expect("\(holder.bytes)" == "‹secret›")
        #expect("\(key)" == "private key \(key.publicKey.thumbprint)")
    }

    @Test func `a secret cannot be written to JSON, though read from it`() throws {
        #expect(!((SecretString(word) as Any) is any Encodable))
        #expect(!((SecretBytes(copying: word.utf8) as Any) is any Encodable))
        #expect(!((try PrivateKey.generate(.es256) as Any) is any Encodable))
        #expect(try JSONDecoder().decode([SecretString].self, from: Data("[\"\(word)\"]".utf8)).first?.reveal() == word)
    }

    @Test func `secrets compare and hash by content`() {
        #expect(SecretString(word) == SecretString(word))
        #expect(SecretString(word) != SecretString(word.uppercased()))
        #expect(SecretString(word) != SecretString("short"))
        #expect(Set([SecretString(word), SecretString(word)]).count == 1)
        #expect(SecretString(word).count == word.utf8.count)
        #expect(SecretString("").count == 0)
        #expect(SecretString("") == SecretString(""))
    }

    @Test func `what fails to fill a secret fails to make it`() {
        struct Failure: Error {}
        #expect(throws: Failure.self) { try SecretBytes(count: 4) { _ throws(Failure) in throw Failure() } }
    }

    @Test func `memory is cleared when the last reference goes`() {
        // The locked heap stays mapped, so that its freed memory can be looked at.
        _ = SecretBytes.lockHeap(bytes: 1 << 20)
        let pattern = [UInt8](repeating: 0xA5, count: 512)
        var address = UInt(0)
        do {
            let secret = SecretBytes(copying: pattern)
            address = secret.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
            #expect(secret.withUnsafeBytes { Array($0) } == pattern)
        }
        let left = UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: address), count: pattern.count)
        #expect(left.allSatisfy { $0 != 0xA5 })
    }
}
