/// An authorization request whose parameters stand in the query (RFC 6749 §4.1.1), for a sandbox that takes no pushed ones.
struct PlainAuthorizationRequest: Sendable {
    let world: World

    /// Keeps the request as if it had been pushed, and sends the browser on to it. Nothing but `dpop_jkt` binds its code (RFC 9449 §10).
    ///
    /// - Throws: `PageProblem`, which repeats nothing of the query: anybody may have written it.
    func answer(_ exchange: Exchange) async throws(PageProblem) -> Answer {
        let query = exchange.query
        guard let id = query["client_id"] else { throw PageProblem(reason: "The link lacks client_id.") }
        let client: Client
        do { client = try await world.clients.client(id) } catch { throw PageProblem(reason: "This client is not known.") }
        guard !client.isConfidential else { throw PageProblem(reason: "Without pushed requests only public clients sign in here.") }
        do {
            let parameters = try AuthorizationParameters(query, client: client)
            let uri = try world.requests.push(client, ClientBinding(clientID: id, key: nil), parameters, key: query["dpop_jkt"])
            let reference = "client_id=\(PercentCoding.encode(id))&request_uri=\(PercentCoding.encode(uri))"
            return .seeOther("\(world.issuer)/oauth/authorize?\(reference)")
        } catch {
            throw PageProblem(reason: "The request is not acceptable (\(error.code)).")
        }
    }
}
