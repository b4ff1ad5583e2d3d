import CLinux
import Glibc
import JOSE

/// What a process that holds secrets does before it holds any.
public enum MemoryProtection {
    /// The locked heap. What does not fit goes to ordinary memory, which is cleared as well, but may be swapped.
    private static let lockedBytes = 2 << 20

    /// Keeps files from others, lets nobody look into the process, leaves no core dump, and locks the memory for secrets.
    /// - Returns: what could not be done, for the log.
    public static func establish() -> [String] {
        umask(0o077)
        var failures: [String] = []
        if clinux_forbid_inspection() != 0 { failures.append("core dumps and debuggers could not be forbidden: \(systemError())") }
        if !SecretBytes.lockHeap(bytes: lockedBytes) {
            failures.append("memory for secrets could not be locked, so that it may be swapped: raise LimitMEMLOCK= (ulimit -l)")
        }
        return failures
    }
}
