extension AuthorizationServerMetadata {
    /// What the atproto profile demands of the document and a login can do without.
    var warnings: [ServerWarning] {
        func lacks(_ values: String..., in list: [String]?) -> Bool { !Set(values).isSubset(of: list ?? []) }
        let broken: [(ServerWarning.Rule, Bool)] = [
            (.pushedRequests, !requiresPushedAuthorizationRequests),
            (.authenticationMethods, lacks("none", "private_key_jwt", in: tokenEndpointAuthMethods)),
            (.assertionAlgorithms, lacks("ES256", in: tokenEndpointAuthSigningAlgs)),
            (.proofAlgorithms, lacks("ES256", in: dpopSigningAlgs)), (.issuerParameter, !sendsIssuer),
            (.scopes, lacks("atproto", in: scopes)), (.responseTypes, lacks("code", in: responseTypes)),
            (.grantTypes, lacks("authorization_code", "refresh_token", in: grantTypes)),
        ]
        return broken.filter(\.1).map { ServerWarning(issuer.description, $0.0) }
    }
}
