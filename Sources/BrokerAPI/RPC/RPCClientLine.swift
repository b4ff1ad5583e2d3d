/// One line from a client: a message, or a batch of them (JSON-RPC 2.0 §6).
public enum RPCClientLine: Sendable, Equatable {
    /// A single message.
    case single(RPCClientMessage)
    /// Messages whose answers go back together in one line.
    case batch([RPCClientMessage])

    /// Reads a line. Never fails: what cannot be understood becomes the `.invalid` message that says why.
    public init(parsing line: some Collection<UInt8>, limits: JSONLimits = .request, maxBatch: Int = 100) {
        do throws(JSONParseError) {
            self = Self.line(try JSONValue(parsing: line, limits: limits), maxBatch)
        } catch {
            self = Self.refuse(RPCError(.parseError, "The line is not JSON: \(error)", details: ["offset": .int(Int64(error.offset))]))
        }
    }

    private static func line(_ value: JSONValue, _ maxBatch: Int) -> RPCClientLine {
        guard case .array(let elements) = value else { return .single(RPCClientMessage(value)) }
        guard !elements.isEmpty else { return refuse(RPCError(.invalidRequest, "A batch must not be empty")) }
        guard elements.count <= maxBatch else {
            return refuse(RPCError(.tooLarge, "A batch holds at most \(maxBatch) requests; send several"))
        }
        return .batch(elements.map(RPCClientMessage.init))
    }

    private static func refuse(_ error: RPCError) -> RPCClientLine {
        .single(.invalid(RPCResponse(id: .null, outcome: .failure(error))))
    }
}
