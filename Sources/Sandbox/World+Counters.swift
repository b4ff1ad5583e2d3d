extension World {
    var counters: SandboxCounters {
        var counters = chronicle.counters
        counters.heldTokenRequests = knobs.gate.count
        return counters
    }
}
