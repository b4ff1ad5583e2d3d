import ArgumentParser
import FoundationEssentials
import Glibc

struct Scheme: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Have browsers hand the URLs of a scheme to \"callback\", which finishes sign-ins.",
        discussion: """
            For an OAuth client that is sent back to a scheme of its own, as with redirect_uris = ["org.example.app:/callback"]. It \
            writes a desktop entry for you alone, atoauthd-SCHEME.desktop, and makes it the one for the scheme with xdg-mime(1). \
            Whoever removes that file undoes it.
            """)

    @Argument(help: "The scheme: a domain name back to front, such as org.example.app.")
    var scheme: String

    @Flag(name: .customLong("print"), help: "Print the desktop entry, and change nothing.")
    var isOnlyPrinted = false

    func run() throws {
        guard let entry = DesktopEntry(scheme: scheme, program: Self.program) else {
            throw Failure("\(scheme) is no scheme of an app's own", remedy: "it is a domain name back to front: org.example.app", .usage)
        }
        if isOnlyPrinted { return Console.pass(Array(entry.text.utf8), asLine: false) }
        let path = try Self.folder() + "/" + entry.name
        do {
            try FileManager.default.createDirectory(atPath: Self.folder(), withIntermediateDirectories: true)
            try Data(entry.text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw Failure("\(path) cannot be written: \(error)", .refused)
        }
        Console.say(path)
        let command = ["xdg-mime", "default", entry.name, entry.mimeType]
        guard Program.run(command) else {
            throw Failure("the desktop does not know of it yet", remedy: "run: \(command.joined(separator: " "))", .refused)
        }
    }

    /// Where a user's own desktop entries are (XDG Base Directory Specification, which lets relative paths be ignored).
    private static func folder() throws(Failure) -> String {
        let environment = ProcessInfo.processInfo.environment
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return data + "/applications" }
        guard let home = environment["HOME"], home.hasPrefix("/") else {
            throw Failure("there is neither XDG_DATA_HOME nor HOME, so no place for a desktop entry", remedy: "use --print", .usage)
        }
        return home + "/.local/share/applications"
    }

    /// This very program: the desktop may look for programs in other places than the shell that this was typed into.
    private static var program: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "atoauthctl"
    }
}
