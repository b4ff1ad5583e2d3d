extension AccessRule {
    init(_ table: inout ConfigurationTable) throws(ConfigurationError) {
        try table.read("user", &user)
        try table.read("group", &group)
        try table.read("unit", &unit)
        try table.read("app", &app)
        try table.read("accounts", &accounts)
        try table.read("operations", &operations)
        try table.read("lexicons", &lexicons)
        try table.read("denied_lexicons", &deniedLexicons)
        try table.read("read_only", &isReadOnly)
        try table.read("origins", &origins)
        try table.read("calls_per_second", &callsPerSecond)
        if app != nil, operations?.contains(.admin) == true, user == nil, group == nil, unit == nil {
            throw table.error("operations", "may hold admin only beside user, group or unit: any user can start a program as any app")
        }
        guard callsPerSecond ?? 1 >= 1 else { throw table.error("calls_per_second", "must be 1 or more") }
    }
}
