extension FormParameters {
    /// The parameters of requests to authorization servers that must not be seen.
    private static let secretNames = ["code", "code_verifier", "refresh_token", "token", "client_assertion"]

    /// What must not be seen of this form, as it is and as it was written, the longest first, so that none is left of which another is a
    /// part.
    var secrets: [String] {
        let values = Self.secretNames.compactMap { self[$0] }.filter { !$0.isEmpty }
        let written = values.map { String(FormParameters([("", $0)]).encoded.dropFirst()) }
        return Set(values + written).sorted { $0.utf8.count > $1.utf8.count }
    }
}
