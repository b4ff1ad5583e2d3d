import JOSE
import Testing

@Suite struct JWSTests {
    private static let payload = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"

    @Test func `verifies RFC 7515 appendix A.2`() throws {
        let key = try JWK.make(
            """
            {"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2l\
            ZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVM\
            TBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"}
            """)
        let signature = """
            cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYN\
            X4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7no\
            OPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw
            """
        let (header, _) = try JWS.verify("eyJhbGciOiJSUzI1NiJ9.\(Self.payload).\(signature)", key: key, .rs256)
        #expect(String(decoding: header, as: UTF8.self) == #"{"alg":"RS256"}"#)
    }

    private static let a3Key =
        #"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#
    private static let a3 = """
        eyJhbGciOiJFUzI1NiJ9.\(payload).DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q
        """

    @Test func `verifies RFC 7515 appendix A.3`() throws {
        let (_, payload) = try JWS.verify(Self.a3, key: try JWK.make(Self.a3Key), .es256)
        #expect(String(decoding: payload, as: UTF8.self).contains(#""iss":"joe""#))
    }

    @Test(arguments: ["a.b", "a.b.c.d", "", "a.b.=", "..."])
    func `refuses what is no compact JWS`(text: String) throws {
        let key = try JWK.make(Self.a3Key)
        #expect(try #require(throws: JOSEError.self) { try JWS.verify(text, key: key, .es256) }.code == .malformed)
    }

    @Test func `refuses a changed payload`() throws {
        let key = try JWK.make(Self.a3Key)
        let changed = Self.a3.replacing("eyJpc3Mi", with: "eyJpc3Nj")
        #expect(try #require(throws: JOSEError.self) { try JWS.verify(changed, key: key, .es256) }.code == .verificationFailed)
    }

    @Test func `the token's own header does not choose the algorithm`() throws {
        let key = try PrivateKey.make(.rs256).publicKey
        #expect(try #require(throws: JOSEError.self) { try JWS.verify(Self.a3, key: key, .es256) }.code == .algorithmMismatch)
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func `returns what was signed`(algorithm: SignatureAlgorithm) throws {
        let key = try PrivateKey.make(algorithm)
        let header = Array(#"{"alg":"\#(algorithm.rawValue)"}"#.utf8)
        let token = try JWS.sign(header: header, payload: [1, 2, 3], key: key, algorithm)
        let parts = try JWS.verify(token, key: key.publicKey, algorithm)
        #expect(parts.header == header)
        #expect(parts.payload == [1, 2, 3])
    }
}
