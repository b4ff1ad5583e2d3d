import PeerPrograms

/// Runs programs that know nothing of this library.
enum Python {
    static let isThere = (try? run("import joserfc", [])) != nil

    struct Failure: Error {}

    @discardableResult
    static func run(_ program: String, _ arguments: [String]) throws -> String {
        let outcome = try PeerProgram(["python3", "-c", program] + arguments).run()
        guard outcome.status == 0 else { throw Failure() }
        return outcome.text
    }
}
