import CSystemd
import Glibc

/// A descriptor that the service manager passed, and the name it has there (sd_listen_fds_with_names(3)).
struct PassedDescriptor {
    let descriptor: Int32
    let name: String

    /// All of them. The variables are meant for this process alone, so they do not stay for others that it may start, nor for a
    /// second question.
    static func all() -> [PassedDescriptor] {
        var names: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        let count = sd_listen_fds_with_names(1, &names)
        defer { free(names) }
        guard count > 0 else { return [] }
        return (0..<Int(count)).map { index in
            let name = names?[index]
            defer { free(name) }
            return PassedDescriptor(
                descriptor: SD_LISTEN_FDS_START + Int32(index), name: name.map { String(cString: $0) } ?? "unknown")
        }
    }
}
