import Foundation
import JOSE
import Testing

/// The examples of RFC 9449.
@Suite struct DPoPExampleTests {
    private static let proof = """
        eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMi\
        LCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIj\
        oiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwn\
        Qg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg
        """

    private struct Header: Decodable {
        let typ, alg: String
        let jwk: JWK
    }

    @Test func `the proof of section 4 verifies with the key it carries`() throws {
        let header = try JSONDecoder().decode(Header.self, from: Data(Base64URL.decode(Self.proof.prefix { $0 != "." })))
        #expect(header.typ == "dpop+jwt")
        let algorithm = try #require(SignatureAlgorithm(rawValue: header.alg))
        let claims = try JWS.verify(Self.proof, key: header.jwk, algorithm).payload
        #expect(
            String(decoding: claims, as: UTF8.self)
                == #"{"jti":"-BwC3ESc6acc2lTc","htm":"POST","htu":"https://server.example.com/token","iat":1562262616}"#)
    }

    @Test func `the token of section 7 has the hash that its proof claims`() {
        let token = SecretString("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU")
        #expect(Base64URL.encode(token.digest()) == "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo")
    }
}
