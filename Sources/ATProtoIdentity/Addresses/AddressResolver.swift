public import ATProtoSyntax

/// Turns a host's name into its addresses, so that they can be checked before anything is connected.
public protocol AddressResolver: Sendable {
    /// Returns every address of `host`, none if it has none.
    ///
    /// Throws what prevented the lookup.
    func addresses(of host: String) async throws -> [IPAddress]
}
