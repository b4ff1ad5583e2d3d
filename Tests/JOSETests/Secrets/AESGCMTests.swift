import JOSE
import Testing

@Suite struct AESGCMTests {
    private let key = SecretBytes(copying: (0..<32).map { UInt8($0) })
    private let plain = SecretBytes(copying: Array("a refresh token".utf8))

    @Test func `opens what it sealed with the same key in the same place`() throws {
        let sealed = try AESGCM.seal(plain, key: key, associated: [1, 2])
        #expect(sealed.count == 12 + plain.count + 16)
        #expect(try AESGCM.open(sealed, key: key, associated: [1, 2]) == plain)
    }

    @Test func `seals nothing and opens it, with nothing associated`() throws {
        let nothing = SecretBytes(copying: [UInt8]())
        #expect(try AESGCM.open(AESGCM.seal(nothing, key: key, associated: []), key: key, associated: []) == nothing)
    }

    @Test func `never seals alike twice`() throws {
        #expect(try AESGCM.seal(plain, key: key, associated: []) != AESGCM.seal(plain, key: key, associated: []))
    }

    @Test func `a value with any one bit changed does not open`() throws {
        let sealed = try AESGCM.seal(plain, key: key, associated: [7])
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 0x80
            #expect(
                try #require(throws: JOSEError.self) { try AESGCM.open(changed, key: key, associated: [7]) }.code == .verificationFailed)
        }
    }

    @Test func `a value in another place, or under another key, does not open`() throws {
        let sealed = try AESGCM.seal(plain, key: key, associated: [7])
        #expect(throws: JOSEError.self) { try AESGCM.open(sealed, key: key, associated: [8]) }
        #expect(throws: JOSEError.self) { try AESGCM.open(sealed, key: key, associated: []) }
        #expect(throws: JOSEError.self) { try AESGCM.open(sealed, key: SecureRandom.secret(32), associated: [7]) }
        #expect(throws: JOSEError.self) { try AESGCM.open(Array(sealed.dropLast()), key: key, associated: [7]) }
    }

    @Test func `refuses a key of another length and a value too short to be one`() throws {
        let short = SecureRandom.secret(16)
        #expect(try #require(throws: JOSEError.self) { try AESGCM.seal(plain, key: short, associated: []) }.code == .invalidKey)
        #expect(try #require(throws: JOSEError.self) { try AESGCM.open([], key: short, associated: []) }.code == .invalidKey)
        let brief = [UInt8](repeating: 0, count: 27)
        #expect(try #require(throws: JOSEError.self) { try AESGCM.open(brief, key: key, associated: []) }.code == .malformed)
    }
}
