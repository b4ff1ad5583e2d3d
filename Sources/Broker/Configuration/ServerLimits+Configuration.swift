extension ServerLimits {
    mutating func read(_ table: inout ConfigurationTable) throws(ConfigurationError) {
        try table.read("line_bytes", &lineBytes, in: 4096...67_108_864)
        try table.read("batch", &batch, in: 1...10_000)
        try table.read("calls_in_flight", &callsInFlight, in: 1...65_536)
        try table.read("calls_in_flight_per_user", &callsInFlightPerUser, in: 1...1_048_576)
        try table.read("calls_per_second", &callsPerSecond, in: 1...10_000_000)
        try table.read("connections_per_user", &connectionsPerUser, in: 1...65_536)
        try table.read("connections", &connections, in: 1...65_536)
        try table.read("open_flows", &openFlows, in: 1...1024)
        try table.read("event_queue", &eventQueue, in: 1...65_536)
        try table.read("unread_bytes", &unreadBytes, in: 4096...67_108_864)
        try table.read("unread_memory", &unreadMemory, in: 65_536...68_719_476_736)
        try table.read("idle", &idle, in: .seconds(1) ... .seconds(604_800))
        try table.read("line_time", &lineTime, in: .seconds(1) ... .seconds(3600))
        try table.read("farewell", &farewell, in: .milliseconds(10) ... .seconds(60))
        try table.read("body_bytes", &bodyBytes, in: 1024...1_073_741_824)
        try table.read("fetch_header_bytes", &fetchHeaderBytes, in: 1024...1_048_576)
        try table.read("fetch_memory", &fetchMemory, in: 1024...68_719_476_736)
        guard fetchMemory >= bodyBytes else {
            throw table.error("fetch_memory", "is \(fetchMemory), and must have room for a body of body_bytes, \(bodyBytes)")
        }
    }
}
