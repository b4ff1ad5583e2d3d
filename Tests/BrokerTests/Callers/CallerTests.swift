import Glibc
import Testing

@testable import Broker

struct CallerTests {
    @Test func `a socket's peer is described by the kernel`() throws {
        var ends: [Int32] = [0, 0]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        defer { for end in ends { close(end) } }
        let caller = try Caller(socket: ends[0])
        #expect(caller.uid == getuid())
        #expect(caller.gid == getgid())
        #expect(caller.pid == getpid())
        var groups = [gid_t](repeating: 0, count: 65_536)
        let count = getgroups(Int32(groups.count), &groups)
        #expect(Set(caller.groups) == Set(groups.prefix(Int(count))))
    }

    @Test func `what is no socket has no peer`() {
        #expect(throws: (any Error).self) { _ = try Caller(socket: -1) }
    }
}
