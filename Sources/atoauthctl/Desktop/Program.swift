import Glibc

/// Another program, started without a shell and without a part in this one's input and output.
enum Program {
    /// Starts `command`, found by its name as a shell would; nil if it cannot be started.
    static func start(_ command: [String]) -> pid_t? {
        var arguments = command.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        // What it prints must not mix with the data on standard output, nor may it eat a pasted URL.
        posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        var process = pid_t()
        guard posix_spawnp(&process, command[0], &files, nil, &arguments, environ) == 0 else { return nil }
        return process
    }

    /// Runs `command` to its end; whether it says that it did what it was told.
    static func run(_ command: [String]) -> Bool {
        guard let process = start(command) else { return false }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { return false }
        }
        return status == 0
    }
}
