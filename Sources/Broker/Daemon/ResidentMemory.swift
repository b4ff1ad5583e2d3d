import CLinux
import Glibc

/// What a daemon does that is idle most of the day, so that a machine has more memory for others.
public enum ResidentMemory {
    /// Gives back free heap, and the pages of the program that are in use no more. Right after a start that is half of what is
    /// resident. The next calls fetch what they need from the page cache, in less than a millisecond.
    public static func release() { clinux_release_memory() }

    /// Does so after every `interval` in which the process hardly worked, until the task is cancelled.
    public static func releaseWhileIdle(every interval: Duration = .seconds(60)) async {
        await releaseWhileIdle(every: interval, processorTime: { processorTime }, release: release)
    }

    static func releaseWhileIdle(every interval: Duration, processorTime: () -> Duration, release: () -> Void) async {
        var before = processorTime()
        while (try? await Task.sleep(for: interval)) != nil {
            let now = processorTime()
            // A hundredth of one processor: more than upkeep and the watchdog take, less than any app that is in use causes.
            if now - before < interval / 100 { release() }
            before = now
        }
    }

    private static var processorTime: Duration {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
