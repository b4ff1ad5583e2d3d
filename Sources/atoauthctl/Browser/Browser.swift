import FoundationEssentials

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
        return Program.start(command + [url]) != nil
    }
}
