import ATProtoIdentity

/// The DNS where the configuration has switched it off: a name without records, so that handles are found by other means.
struct NoTXTRecords: TXTResolver {
    func records(at name: String) async throws(TXTLookupError) -> [String] { [] }
}
