import BrokerAPI
import Glibc

extension AccessPolicy {
    /// The policy of a configuration. Whoever runs a daemon for themselves administers it.
    init(_ configuration: Configuration, mode: BrokerMode) {
        rules = configuration.access
        administrators = Administrators(
            gid: configuration.admin.group.flatMap(UserDatabase.gid), owner: mode == .user ? geteuid() : nil)
    }
}
