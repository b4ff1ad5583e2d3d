extension HTTPURL {
    /// `https://plc.directory`, where the accounts of `did:plc` are registered.
    public static let plcDirectory = HTTPURL(scheme: .https, host: "plc.directory", port: nil, path: "/", query: nil)
}
