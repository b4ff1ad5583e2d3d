/// The one way out to the network: everything that atoauthd fetches goes through an implementation of this.
public protocol HTTPTransport: Sendable {
    /// Sends one request, once.
    ///
    /// Returns as soon as the response's head has arrived, whatever its status: a redirect is returned like any other response and
    /// never followed, because it could carry secrets elsewhere. The body arrives as it is read.
    ///
    /// Throws ``TransportError`` if there is no response: the request was refused before a byte left, the peer could not be
    /// reached, or a limit was hit. Cancelling the task cancels the exchange.
    func send(_ request: OutgoingRequest) async throws(TransportError) -> IncomingResponse
}
