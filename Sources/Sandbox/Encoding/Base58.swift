/// The base58 alphabet of Bitcoin, in which DID documents write public keys (multibase `z`).
enum Base58 {
    private static let alphabet = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)

    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        // Digits of the number that the bytes are, least significant first.
        var digits: [Int] = []
        var leadingZeros = 0
        for byte in bytes {
            if digits.isEmpty, byte == 0 {
                leadingZeros += 1
                continue
            }
            var carry = Int(byte)
            for index in digits.indices {
                carry += digits[index] << 8
                digits[index] = carry % 58
                carry /= 58
            }
            while carry > 0 {
                digits.append(carry % 58)
                carry /= 58
            }
        }
        let zeros = [UInt8](repeating: alphabet[0], count: leadingZeros)
        return String(decoding: zeros + digits.reversed().map { alphabet[$0] }, as: UTF8.self)
    }
}
