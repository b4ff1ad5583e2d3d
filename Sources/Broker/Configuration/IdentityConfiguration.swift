public import ATProtoSyntax

/// How accounts are found.
public struct IdentityConfiguration: Hashable, Sendable {
    /// `plc_directory`: the directory of `did:plc` identifiers; nil if there is none, and only `did:web` works.
    public var plcDirectory = try? HTTPURL("https://plc.directory")
    /// `handle_resolver`: a service that looks handles up when neither DNS nor the handle's own server tells.
    public var handleResolver = try? HTTPURL("https://public.api.bsky.app")
    /// `dns`: whether handles are looked up in the DNS, through the system's resolver.
    public var dns = true
    /// `doh`: a DNS-over-HTTPS service that is asked instead of the system's resolver.
    public var doh: HTTPURL?
    /// `allow_test_handles`: whether handles below `.test` are taken, for development.
    public var allowTestHandles = false

    mutating func read(_ table: inout ConfigurationTable) throws(ConfigurationError) {
        try table.read("plc_directory", &plcDirectory)
        try table.read("handle_resolver", &handleResolver)
        try table.read("dns", &dns)
        try table.read("doh", &doh)
        guard dns || doh == nil else { throw table.error("doh", "has no use where dns is false; leave one of them out") }
        try table.read("allow_test_handles", &allowTestHandles)
    }
}
