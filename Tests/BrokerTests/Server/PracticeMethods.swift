@testable import Broker
@testable import BrokerAPI

/// `test.echo`: answers what it was given.
struct EchoHandler: MethodHandler {
    enum Method: BrokerMethod {
        struct Params: Codable, Sendable { var text: String }
        typealias Result = Params

        static let definition = MethodDefinition.practice(
            "test.echo", .object("what to say", .required("text", .string("a text", length: 0...2_000_000))))
    }

    func handle(_ params: Method.Params, _ context: CallContext) async throws -> Method.Result { params }
}

/// `test.caller`: answers whom the daemon sees.
struct CallerHandler: MethodHandler {
    enum Method: BrokerMethod {
        typealias Params = EmptyObject
        typealias Result = Peer
        static let definition = MethodDefinition.practice("test.caller")
    }

    func handle(_ params: EmptyObject, _ context: CallContext) async throws -> Peer {
        Peer(uid: context.caller.uid, gid: context.caller.gid, pid: context.caller.pid)
    }
}

/// `test.flood`: answers so many bytes.
struct FloodHandler: MethodHandler {
    enum Method: BrokerMethod {
        struct Params: Codable, Sendable { var bytes: Int }
        typealias Result = JSONValue

        static let definition = MethodDefinition.practice("test.flood", .object("how much", .required("bytes", .integer("bytes"))))
    }

    let calls: Counter

    func handle(_ params: Method.Params, _ context: CallContext) async throws -> JSONValue {
        calls.increment()
        return .string(String(repeating: "x", count: params.bytes))
    }
}

/// `test.fail`: fails in a way that nobody foresaw.
struct FailHandler: MethodHandler {
    struct Failure: Error, CustomStringConvertible { let description = "the password is swordfish" }

    enum Method: BrokerMethod {
        typealias Params = EmptyObject
        typealias Result = EmptyObject
        static let definition = MethodDefinition.practice("test.fail")
    }

    func handle(_ params: EmptyObject, _ context: CallContext) async throws -> EmptyObject { throw Failure() }
}

/// `test.wait`: answers when the test opens the gate of that name.
struct WaitHandler: MethodHandler {
    enum Method: BrokerMethod {
        struct Params: Codable, Sendable { var gate: String }
        typealias Result = Params

        static let definition = MethodDefinition.practice("test.wait", .object("which gate", .required("gate", .string("a name"))))
    }

    let gates: Gates

    func handle(_ params: Method.Params, _ context: CallContext) async throws -> Method.Result {
        try await gates.pass(params.gate)
        return params
    }
}

/// `test.listen`: subscribes to what the test says.
struct ListenHandler: MethodHandler {
    enum Method: BrokerMethod {
        typealias Params = EmptyObject
        typealias Result = EmptyObject
        static let definition = MethodDefinition.practice("test.listen")
    }

    let subscribers: Mutexed<[ConnectionHandle]>
    let closed: Counter

    func handle(_ params: EmptyObject, _ context: CallContext) async throws -> EmptyObject {
        context.connection.isSubscribed = true
        context.connection.onClose { closed.increment() }
        subscribers.change { $0.append(context.connection) }
        return EmptyObject()
    }
}

/// `events.subscribe`: subscribes to what the test says, as the broker's own method does.
struct PracticeSubscription: MethodHandler {
    typealias Method = SubscribeEvents

    let subscribers: Mutexed<[ConnectionHandle]>

    func handle(_ params: TopicsParams, _ context: CallContext) async throws -> Subscription {
        context.connection.isSubscribed = true
        subscribers.change { $0.append(context.connection) }
        return Subscription(topics: [.session])
    }
}

extension MethodDefinition {
    static func practice(_ name: String, _ params: JSONSchema = .object("nothing")) -> MethodDefinition {
        MethodDefinition(
            name: name, summary: "For tests.", params: params, result: JSONSchema(.any, "anything"), errors: [], isRepeatable: true)
    }
}
