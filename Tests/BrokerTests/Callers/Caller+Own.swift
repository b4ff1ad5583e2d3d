import Glibc

@testable import Broker

extension Caller {
    /// This process.
    static var own: Caller { Caller(uid: getuid(), gid: getgid(), pid: getpid()) }
}
