import ATProtoSyntax

/// Where a request goes, read from the URL in the form that goes on the wire and into the proof.
struct WireTarget: Hashable, Sendable {
    /// Scheme, host and port.
    let origin: String
    /// The lexicon method: nil unless the path is `/xrpc/`, a name in normal form, and nothing else. A path that a server might read in
    /// another way than this does not name a method.
    let nsid: NSID?

    init(_ url: HTTPURL) {
        origin = url.origin
        let prefix = "/xrpc/"
        guard url.path.hasPrefix(prefix), let nsid = try? NSID(String(url.path.dropFirst(prefix.count))) else {
            nsid = nil
            return
        }
        self.nsid = url.path == prefix + nsid.description ? nsid : nil
    }
}
