/// Looks up DNS TXT records.
public protocol TXTResolver: Sendable {
    /// Returns every TXT record at `name`, the strings of each joined; none if the name or the type does not exist.
    ///
    /// Throws ``TXTLookupError`` if there is no answer, or `CancellationError`.
    func records(at name: String) async throws -> [String]
}
