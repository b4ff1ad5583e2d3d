import FoundationEssentials
import Glibc

/// The user's browser: `$BROWSER`, or `xdg-open` where there is a screen.
struct Browser {
    private let command: [String]

    /// Nil where there is none to open.
    init?(environment: [String: String] = ProcessInfo.processInfo.environment) {
        if let command = environment["BROWSER"]?.split(separator: " ").map(String.init), !command.isEmpty {
            self.command = command
        } else if environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil {
            self.command = ["xdg-open"]
        } else {
            return nil
        }
    }

    /// Starts the browser; whether it could be started.
    ///
    /// No shell is between: a URL holds `&` and `$`, and comes from a server. For the same reason nothing but http goes through.
    func open(_ url: String) -> Bool {
        guard url.hasPrefix("https://") || url.hasPrefix("http://") else { return false }
        var arguments = (command + [url]).map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        // What a browser prints must not mix with the data on standard output, nor may it eat a pasted URL.
        posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        var process = pid_t()
        return posix_spawnp(&process, command[0], &files, nil, &arguments, environ) == 0
    }
}
