/// Thrown through the server loop, which then closes the connection without a word: what a client sees when an answer is lost.
struct ConnectionDropped: Error {}
