import Testing

@testable import Broker

struct MetricsTests {
    @Test func `writes counters, gauges and times as Prometheus reads them`() async {
        let metrics = Metrics()
        metrics.count(.calls, ["session.list", "ok"])
        metrics.count(.calls, ["session.list", "ok"], by: 2)
        metrics.count(.calls, ["a\"\\\n", "ok"])
        metrics.observe(.lockWaitSeconds, [], .milliseconds(3))
        metrics.observe(.lockWaitSeconds, [], .seconds(100))
        let text = await MetricsExposition(metrics: metrics) { [MetricSample(.sessions, ["active"], .number(4))] }.text()
        #expect(text.contains("# HELP atoauthd_calls_total Calls answered.\n# TYPE atoauthd_calls_total counter\n"))
        #expect(text.contains("atoauthd_calls_total{method=\"session.list\",outcome=\"ok\"} 3\n"))
        #expect(text.contains(#"atoauthd_calls_total{method="a\"\\\n",outcome="ok"} 1"#))
        #expect(text.contains("# TYPE atoauthd_sessions gauge\natoauthd_sessions{state=\"active\"} 4\n"))
        #expect(text.contains("atoauthd_lock_wait_seconds_bucket{le=\"0.001\"} 0\n"))
        #expect(text.contains("atoauthd_lock_wait_seconds_bucket{le=\"0.005\"} 1\n"))
        #expect(text.contains("atoauthd_lock_wait_seconds_bucket{le=\"60.0\"} 1\n"))
        #expect(text.contains("atoauthd_lock_wait_seconds_bucket{le=\"+Inf\"} 2\n"))
        #expect(text.contains("atoauthd_lock_wait_seconds_sum 100.003\natoauthd_lock_wait_seconds_count 2\n"))
        // Each family is described once, and all of its values follow.
        let headers = text.split(separator: "\n").filter { $0.hasPrefix("# TYPE") }
        #expect(Set(headers).count == headers.count)
    }
}
