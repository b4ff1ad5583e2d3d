import Glibc

/// The limit on open files, of which each client takes one.
enum OpenFiles {
    /// Takes all that the process may have. What is usual at first, 1024, is for programs that use select(2), which cannot count further.
    static func raiseLimit() {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(resource, &limit)
    }
}
