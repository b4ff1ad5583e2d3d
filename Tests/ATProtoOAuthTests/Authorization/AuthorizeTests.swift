import ATProtoOAuth
import Testing

@Suite struct SmokeTests {
    @Test func `signs in`() async throws {
        let world = try World()
        let session = try await world.signIn()
        #expect(session.did == .alice)
        #expect(world.events == ["updated access-1"])
    }
}
