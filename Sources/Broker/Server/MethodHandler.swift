import BrokerAPI

/// What the daemon does for one method of the API.
protocol MethodHandler: Sendable {
    associatedtype Method: BrokerMethod

    /// Does it. The parameters have passed the method's schema. The task is cancelled when the caller goes away.
    ///
    /// Throws `RPCError` for what the caller shall read; any other error is logged, and the caller learns only that there was one.
    func handle(_ params: Method.Params, _ context: CallContext) async throws -> Method.Result
}
