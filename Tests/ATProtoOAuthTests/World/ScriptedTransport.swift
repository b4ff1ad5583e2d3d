import ATProtoIdentity
import Synchronization

/// The network of the scripted world: records every request, answers as scripted or else as the world's servers would, and holds
/// answers back so that a test decides what happens first.
final class ScriptedTransport: HTTPTransport {
    private struct State {
        var requests: [RecordedRequest] = []
        var scripts: [Endpoint: [Reply]] = [:]
        var held: [Endpoint: Gate] = [:]
        var watchers: [(endpoint: Endpoint, count: Int, gate: Gate)] = []
    }

    private let state = Mutex(State())
    private let journal: Journal
    let servers: Mutex<ScriptedServers>

    init(servers: ScriptedServers, journal: Journal) {
        self.servers = Mutex(servers)
        self.journal = journal
    }

    func send(_ request: OutgoingRequest) async throws(TransportError) -> IncomingResponse {
        let request = await RecordedRequest(request)
        journal.add(request.endpoint.rawValue)
        let (gate, arrived) = state.withLock { state in
            state.requests.append(request)
            let count = state.requests.count { $0.endpoint == request.endpoint }
            let arrived = state.watchers.filter { $0.endpoint == request.endpoint && $0.count <= count }.map(\.gate)
            return (state.held[request.endpoint], arrived)
        }
        for watcher in arrived { watcher.open() }
        // As on a real network, cancelling the task cancels the exchange.
        await withTaskCancellationHandler {
            await gate?.wait()
        } onCancel: {
            gate?.open()
        }
        if gate != nil, Task.isCancelled { throw TransportError(.cancelled, "the caller left") }
        let script = state.withLock { state -> Reply? in
            state.scripts[request.endpoint]?.isEmpty == false ? state.scripts[request.endpoint]?.removeFirst() : nil
        }
        return try (script ?? servers.withLock { $0.answer(request) }).response()
    }

    /// Answers for the next requests to a place; then its server takes over again.
    func script(_ endpoint: Endpoint, _ replies: Reply...) { state.withLock { $0.scripts[endpoint, default: []] += replies } }

    /// Holds answers of a place back until the gate that is returned opens.
    func hold(_ endpoint: Endpoint) -> Gate {
        let gate = Gate()
        state.withLock { $0.held[endpoint] = gate }
        return gate
    }

    /// Returns when the place has had that many requests.
    func arrival(of endpoint: Endpoint, count: Int = 1) async {
        let gate = Gate()
        let isThere = state.withLock { state in
            state.watchers.append((endpoint, count, gate))
            return state.requests.count { $0.endpoint == endpoint } >= count
        }
        if isThere { gate.open() }
        await gate.wait()
    }

    func requests(to endpoint: Endpoint) -> [RecordedRequest] {
        state.withLock { $0.requests.filter { $0.endpoint == endpoint } }
    }

    var requests: [RecordedRequest] { state.withLock { $0.requests } }

    /// Forgets what was recorded so far.
    func forget() { state.withLock { $0.requests = [] } }
}
