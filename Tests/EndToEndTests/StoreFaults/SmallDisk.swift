import Foundation
import Glibc

/// A file system of two megabytes, which can be really full. Only root can make one, in a machine that lets it.
final class SmallDisk: Sendable {
    let path: String
    private var filler: String { path + "/filler" }

    /// Mounts an empty file system over `path`; nil, and said so, if that is not allowed here.
    init?(over path: String) {
        self.path = path
        mkdir(path, 0o700)
        guard mount("none", path, "tmpfs", 0, "size=2m,mode=0700") == 0 else {
            print("A full disk was not tried: mounting one takes root with CAP_SYS_ADMIN")
            return nil
        }
    }

    deinit { umount2(path, Int32(MNT_DETACH)) }

    /// Takes all room that is left.
    func fill() {
        let descriptor = open(filler, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        defer { close(descriptor) }
        let block = [UInt8](repeating: 0x66, count: 4096)
        while write(descriptor, block, block.count) > 0 {}
    }

    /// Gives the room back.
    func free() { unlink(filler) }

    /// Makes four times the room.
    func grow() { mount("none", path, "tmpfs", UInt(MS_REMOUNT), "size=8m,mode=0700") }

    /// Lets nothing be written any more, or lets it again.
    func setReadOnly(_ isReadOnly: Bool) {
        let flags = UInt(MS_REMOUNT) | (isReadOnly ? UInt(MS_RDONLY) : 0)
        // A child of another test holds what this process has open until it runs its own program; the kernel refuses as long.
        let end = ContinuousClock.now + .seconds(10)
        while mount("none", path, "tmpfs", flags, "size=2m,mode=0700") != 0, errno == EBUSY, .now < end { sched_yield() }
    }
}
