import ArgumentParser

/// The command line of the daemon. Its rules: data on standard output, everything else on standard error; nothing that a server
/// says reaches a terminal unescaped; every outcome that a script may branch on has its own exit code.
@main
struct Atoauthctl: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "atoauthctl",
        abstract: "Use the AT Protocol accounts that atoauthd keeps.",
        discussion: """
            Sign in once with "login"; then "api" makes authenticated requests and "sign" the headers for one.

            Exit codes:
              0   done
              1   refused, by the daemon or by a server
              2   the account needs a sign-in
              64  wrong usage
              69  the daemon cannot be reached
              74  the output cannot be written
              75  try again later: network, time limit, rate limit, busy session
              77  the policy does not allow it
              130 interrupted
            """,
        version: "atoauthctl 0.1.0",
        subcommands: [
            Accounts.self, API.self, Audit.self, Callback.self, Client.self, Keys.self, Login.self, Logout.self, Resolve.self,
            SandboxCommand.self, Scheme.self, Sign.self, Status.self,
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            guard let failure = Failure(error) else { exit(withError: error) }
            failure.exit()
        }
    }
}
