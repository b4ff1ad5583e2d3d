/// The `WWW-Authenticate` value of RFC 9449 §7.1.
enum DPoPChallenge {
    static func text(error: String, description: String) -> String {
        let algorithms = SigningAlgorithm.allCases.map(\.rawValue).joined(separator: " ")
        let quoted = description.replacing("\\", with: "").replacing("\"", with: "'")
        return "DPoP algs=\"\(algorithms)\", error=\"\(error)\", error_description=\"\(quoted)\""
    }
}
