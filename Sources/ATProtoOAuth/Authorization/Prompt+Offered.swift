extension Prompt {
    /// What to ask of a server that lists in `offered` what it can ask (Initiating User Registration section 4); without a list, this.
    ///
    /// What makes a page handier falls back to the next best. What the application relies on does not: nobody would notice.
    /// - Returns: nil for the server's usual page.
    /// - Throws: ``InvalidOptionError`` if nothing that is offered would do.
    func asked(of offered: [String]?) throws(InvalidOptionError) -> Prompt? {
        guard let offered, !offered.contains(rawValue) else { return self }
        switch self {
        // The sign-in page is where such a server takes new users in, if it does.
        case .create: return nil
        // Who signs in afresh says as whom.
        case .selectAccount where offered.contains(Prompt.login.rawValue): return .login
        case .none, .login, .consent, .selectAccount:
            throw InvalidOptionError(
                "prompt", "the server does not offer \(rawValue), only \(offered.joined(separator: ", ")); leave it out")
        }
    }
}
