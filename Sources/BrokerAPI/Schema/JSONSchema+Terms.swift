/// The terms that several methods share: each has one definition.
extension JSONSchema {
    /// `account` in parameters.
    public static let account = string(
        "a DID or a handle of a session that the caller may use", format: .account, examples: ["alice.example.com"])

    /// A DID.
    public static let did = string("the account's DID", format: .did, examples: ["did:plc:ewvi7nxzyoun6zhxrhs64oiz"])

    /// A handle in a result; `handle.invalid` if the claimed one does not point back.
    public static let handle = string("the account's handle, handle.invalid if it could not be verified", length: 1...253)

    /// A session's PDS.
    public static let pds = string("the URL of the account's server (PDS)", format: .uri)

    /// A session's issuer.
    public static let issuer = string("the authorization server's issuer URL", format: .uri)

    /// Granted scope values.
    public static let scope = string(
        "OAuth scope values with single spaces between them", length: 1...8192, examples: ["atproto transition:generic"])

    /// A registration's name.
    public static let registration = string(
        "the name of an OAuth client in the configuration; absent means the default", length: 1...64, examples: ["default"])

    /// The OAuth client of a session.
    public static let sessionRegistration = string(
        "the OAuth client that the session belongs to; absent means whichever has one that works, the default first", length: 1...64,
        examples: ["default"])

    /// A login's identifier.
    public static let flow = string("the flow that oauth.authorize returned", length: 1...128)

    /// When an access token expires.
    public static let tokenExpiry = timestamp("when the access token expires")

    /// How to treat an access token that may have expired.
    public static let refresh = JSONSchema(
        .oneOf([JSONSchema(.constant("auto"), ""), JSONSchema(.boolean, "")]),
        "\"auto\" (refresh if expired, the default), true (refresh now) or false (never)", examples: ["auto"])

    /// Why a session is in its state.
    public static let cause = object(
        "why the session is in this state", .required("type", string("the error's type")),
        .required("message", string("the reason, for people", length: 0...4096)))

    /// Event topics.
    public static let topics = array(
        "the topics; absent means all", of: choice("a topic", EventTopic.self), maxItems: 16)

    /// A UTC time.
    public static func timestamp(_ description: String) -> JSONSchema {
        string(description, format: .dateTime, length: 20...32, examples: ["2026-11-23T19:00:00.123Z"])
    }

    /// A user's number.
    public static let uid = integer("the user's number (uid)", 0...4_294_967_295)
}
