import BrokerAPI
import FoundationEssentials
import Testing

@testable import Broker

struct FlowsTests {
    private let clock = ManualClock()

    private func flows(_ openPerUser: Int = 2) -> Flows { Flows(openPerUser: openPerUser, now: clock.now) }

    private func flow(_ id: String, uid: UInt32 = 1000, minutes: Double = 15) -> Flow {
        Flow(
            id: id, tenant: Tenant(uid: uid, registration: "default"), caller: .make(uid: uid), state: "state of \(id)",
            redirectURI: "http://127.0.0.1/", expiresAt: clock.now() + minutes * 60)
    }

    @Test func `logins that are being begun count like open ones`() throws {
        let flows = flows()
        try flows.reserve(for: 1000)
        try flows.reserve(for: 1000)
        let error = #expect(throws: RPCError.self) { try flows.reserve(for: 1000) }
        #expect(error?.type == .rateLimited)
        try flows.reserve(for: 1001)
        flows.release(1000)
        try flows.reserve(for: 1000)
        flows.open(flow("a"))
        // The place became the login; the other one is still taken.
        #expect(throws: RPCError.self) { try flows.reserve(for: 1000) }
        flows.finish("a", .failure(RPCError(.cancelled, "")))
        try flows.reserve(for: 1000)
    }

    @Test func `of many logins that ended only the newest outcomes are kept`() async throws {
        let flows = flows()
        for number in 0..<10 {
            try flows.reserve(for: 1000)
            flows.open(flow("\(number)", minutes: Double(number + 1)))
            flows.finish("\(number)", .success(SignedIn(account: "did:web:a.example", state: "\(number)")))
        }
        #expect(try await flows.wait("9", uid: 1000, within: .seconds(10)).state == "9")
        await #expect(throws: RPCError.self) { try await flows.wait("0", uid: 1000, within: .seconds(10)) }
    }

    @Test func `whoever waits longer than a login lives is told of its end`() async throws {
        let flows = flows()
        try flows.reserve(for: 1000)
        flows.open(flow("late", minutes: 1))
        clock.advance(61)
        let error = await #expect(throws: RPCError.self) { try await flows.wait("late", uid: 1000, within: .seconds(3600)) }
        #expect(error?.type == .timeout)
        #expect(error?.message.contains("begin again") == true)
    }
}
