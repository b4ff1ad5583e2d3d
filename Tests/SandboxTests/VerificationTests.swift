import Crypto
import Foundation
import Testing
import _CryptoExtras

@testable import Sandbox

@Suite struct VerificationTests {
    @Test func computesTheThumbprintOfRFC7638() throws {
        let key = try #require(
            VerificationKey([
                "kty": "RSA", "alg": "RS256", "kid": "2011-04-29", "e": "AQAB",
                "n": """
                0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknj\
                hMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQ\
                vRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzK\
                nqDKgw
                """,
            ]))
        #expect(key.thumbprint == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")
    }

    @Test func verifiesTheProofOfRFC9449() throws {
        let proof = """
            eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRj\
            QyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdG\
            kiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYy\
            MjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg
            """
        let jws = try #require(CompactJWS(proof))
        let key = try #require(jws.header["jwk"].flatMap(VerificationKey.init))
        #expect(jws.isSigned(by: key))
        let forged = try #require(CompactJWS(proof.replacing("eyJqdG", with: "eyJqdH")))
        #expect(!forged.isSigned(by: key))
    }

    @Test func verifiesLargerCurves() throws {
        let input = Data("input".utf8)
        let p384 = P384.Signing.PrivateKey()
        let p521 = P521.Signing.PrivateKey()
        let small = try #require(VerificationKey(jwk("P-384", p384.publicKey.rawRepresentation)))
        let large = try #require(VerificationKey(jwk("P-521", p521.publicKey.rawRepresentation)))
        #expect(small.verifies([UInt8](try p384.signature(for: input).rawRepresentation), over: [UInt8](input), .es384))
        #expect(large.verifies([UInt8](try p521.signature(for: input).rawRepresentation), over: [UInt8](input), .es512))
        #expect(!small.verifies([UInt8](try p384.signature(for: input).rawRepresentation), over: [UInt8](input), .es256))
    }

    @Test func verifiesRSA() throws {
        let input = Data("input".utf8)
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let parts = try key.publicKey.getKeyPrimitives()
        let verifier = try #require(
            VerificationKey(["kty": "RSA", "n": .string(base64URL(parts.modulus)), "e": .string(base64URL(parts.publicExponent))]))
        func check(_ digest: some Digest, _ padding: _RSA.Signing.Padding, _ algorithm: SigningAlgorithm) throws -> Bool {
            let signature = try key.signature(for: digest, padding: padding).rawRepresentation
            return verifier.verifies([UInt8](signature), over: [UInt8](input), algorithm)
        }
        #expect(try check(SHA256.hash(data: input), .insecurePKCS1v1_5, .rs256))
        #expect(try check(SHA384.hash(data: input), .insecurePKCS1v1_5, .rs384))
        #expect(try check(SHA512.hash(data: input), .insecurePKCS1v1_5, .rs512))
        #expect(try check(SHA256.hash(data: input), .PSS, .ps256))
        #expect(try check(SHA384.hash(data: input), .PSS, .ps384))
        #expect(try check(SHA512.hash(data: input), .PSS, .ps512))
        #expect(try !check(SHA256.hash(data: input), .PSS, .rs256))
    }

    @Test func takesNoPrivateKey() {
        let key = P256.Signing.PrivateKey()
        var members = jwk("P-256", key.publicKey.rawRepresentation).object ?? [:]
        #expect(VerificationKey(.object(members)) != nil)
        members["d"] = .string(base64URL(key.rawRepresentation))
        #expect(VerificationKey(.object(members)) == nil)
    }

    private func jwk(_ curve: String, _ point: Data) -> JSON {
        let half = point.count / 2
        return [
            "kty": "EC", "crv": .string(curve), "x": .string(base64URL(point.prefix(half))), "y": .string(base64URL(point.suffix(half))),
        ]
    }
}
