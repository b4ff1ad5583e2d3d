extension Configuration {
    /// What a running daemon has after it read this one: what can change while calls are under way from here, the rest as it was.
    func keeping(_ former: Configuration) -> Configuration {
        var configuration = former
        configuration.access = access
        configuration.admin = admin
        configuration.log.level = log.level
        return configuration
    }

    /// The names of sections that differ from `former` and are only read at the start.
    func sectionsThatTakeARestart(after former: Configuration) -> [String] {
        [
            ("server", server != former.server), ("gateway", gateway != former.gateway), ("identity", identity != former.identity),
            ("network", network != former.network),
            ("sessions", sessions != former.sessions), ("store", store != former.store), ("log", log.format != former.log.format),
            ("audit", audit != former.audit), ("registrations", registrations != former.registrations),
        ].filter(\.1).map(\.0)
    }
}
